"""The service with one more route, which gives back what it takes: what any answer costs.

`python -m tests.bench.echoing PORT` serves it on this machine.
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import Request, Response

from service.app import create_app
from service.http import logs
from service.http.bodies import check_json, received
from service.http.limits import limits_of
from service.http.protocol import Protocol
from service.routes import ready

app = create_app()


@app.post("/echo")
async def echo(request: Request) -> Response:
    """The body as it came."""
    check_json(request.headers)
    limits = limits_of(request)
    body = await received(request, limits.settings.max_body_bytes, 10, limits.receiving)
    return ready(body)


if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        http=Protocol,
        access_log=False,
        proxy_headers=False,
        log_config=logs.configuration(access=True),
    )

"""`zhibiao serve`: the HTTP service in this process, or in several that it watches."""

from __future__ import annotations

import os
import signal
import sys
from tempfile import TemporaryDirectory

from nlp import lexicon
from service.feedback import Feedback
from service.mistakes import Mistake
from service.settings import CONFIG, PREFIX, Settings, load, variables


def set_up(host: str | None, port: int | None, workers: int | None, config: str | None) -> None:
    """Put what was given into the environment, where serving processes find it."""
    given = {
        CONFIG: config,
        f"{PREFIX}HOST": host,
        f"{PREFIX}PORT": port,
        f"{PREFIX}WORKERS": workers,
    }
    for name, value in given.items():
        if value is not None:
            os.environ[name] = str(value)


def serve() -> None:
    """Serve until interrupted.

    The lexicon is read whole beforehand, so that a broken line is told and nothing is served.
    """
    settings = load()
    os.environ["ZHIBIAO_LEXICON"] = settings.lexicon
    lexicon.use(*filter(None, settings.lexicon.split(os.pathsep)))
    if settings.feedback:
        Feedback(settings.feedback, settings.max_feedback_bytes).check()
    if settings.workers == 1:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        return _run(settings)
    with TemporaryDirectory(prefix="zhibiao-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        return _run(settings)


def _run(settings: Settings) -> None:
    try:
        _listen(settings)
    except SystemExit as ended:
        if not ended.code:
            raise
        place = f"{settings.host}:{settings.port}"
        remedy = "the line above says why; where the address is in use, give another --port"
        raise Mistake(f"{place}: the service could not start; {remedy}") from None


def _listen(settings: Settings) -> None:
    import uvicorn

    from service.http import logs
    from service.http.protocol import Protocol

    uvicorn.run(
        "service.app:app",
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http=Protocol,
        log_config=logs.configuration(access=settings.access_log),
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


def settings_help() -> str:
    """Every setting: its variable, its default, its meaning."""
    rows = (f"  {name}={default}\n      {meaning}" for name, default, meaning in variables())
    return "\n".join((f"Settings, from the environment or the file of {CONFIG}:", *rows))


def print_settings() -> None:
    """Print every setting: its variable, its value in this environment, its meaning."""
    values = load().model_dump()
    for (variable, _, meaning), value in zip(variables(), values.values(), strict=True):
        print(f"{variable}={value}\n    {meaning}")

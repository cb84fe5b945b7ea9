"""`zhibiao serve`: the HTTP service in this process."""

from __future__ import annotations

from service.settings import Settings


def serve(host: str | None, port: int | None) -> None:
    """Serve until interrupted; what is not given comes from the settings."""
    import uvicorn

    from service.app import create_app

    settings = Settings()
    chosen = settings.host if host is None else host
    uvicorn.run(create_app(settings), host=chosen, port=settings.port if port is None else port)

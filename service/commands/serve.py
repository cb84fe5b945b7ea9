"""`zhibiao serve`: the HTTP service in this process."""

from __future__ import annotations

from nlp import lexicon
from service.feedback import Feedback
from service.settings import load, variables


def serve(host: str | None, port: int | None) -> None:
    """Serve until interrupted; what is not given comes from the settings.

    The lexicon is read whole beforehand, so that a broken line is told and nothing is served.
    """
    import uvicorn

    from service.app import create_app

    lexicon.use(*lexicon.current().folders[1:])
    settings = load()
    if settings.feedback:
        Feedback(settings.feedback, settings.max_feedback_bytes).check()
    chosen = settings.host if host is None else host
    uvicorn.run(create_app(settings), host=chosen, port=settings.port if port is None else port)


def print_settings() -> None:
    """Print every setting: its variable, its value in this environment, its meaning."""
    values = load().model_dump()
    for (variable, _, meaning), value in zip(variables(), values.values(), strict=True):
        print(f"{variable}={value}\n    {meaning}")

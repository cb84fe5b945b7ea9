"""What the service is: `/healthz` and `/v1/lexicon`."""

from __future__ import annotations

from fastapi import APIRouter

from nlp import __version__, lexicon
from service.models import Health, LexiconReport
from service.routes import refusals

router = APIRouter(tags=["about"], responses=refusals(500))


@router.get("/healthz", summary="Whether the service answers")
async def healthz() -> Health:
    """The service answers, with this version and these words."""
    return Health(status="ok", version=__version__, lexicon=lexicon.current().version)


@router.get("/v1/lexicon", summary="The words that the service reads with")
async def lexicon_report() -> LexiconReport:
    """The hash of all entries, and how many entries each table has."""
    words = lexicon.current()
    return LexiconReport(version=words.version, counts=words.counts)

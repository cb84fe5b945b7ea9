"""Corrections by users: `/v1/feedback`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field

from nlp import parse
from nlp.expected import Reading, differences
from nlp.notation import write_reading
from service.evaluation.expectations import Correction, reading
from service.feedback import Feedback, Unstored
from service.http.bodies import JsonRoute
from service.http.errors import Fault, Problem
from service.http.limits import Limits, LimitsOf
from service.http.models import Target
from service.routes import answer, examples, refusals

router = APIRouter(prefix="/v1", tags=["feedback"], route_class=JsonRoute)


class Receipt(BaseModel):
    """A correction as it is kept, beside what is read now."""

    model_config = ConfigDict(extra="forbid")

    id: str
    repeated: bool = Field(description="whether the same correction was kept before")
    agrees: bool = Field(description="whether what is read now is what is expected")
    differences: list[str] = Field(description="the keys in which the two differ")
    expected: str = Field(description="what is expected, in the notation of the corpus")
    read: Target = Field(description="what is read now")


@router.post(
    "/feedback",
    summary="Say what the right reading of a cell is",
    status_code=201,
    response_model=Receipt,
    responses=refusals(404, 413, 415, 422, 500, 503),
)
def give_feedback(
    body: Annotated[Correction, Body(openapi_examples=examples("feedback"))], limits: LimitsOf
) -> Response:
    """The correction is kept for whoever mends the words; the same one twice is one entry."""
    store = _store(limits)
    expected, given = _stated(body, limits.settings.max_cell_characters)
    target = parse(body.text, body.name)
    try:
        entry, repeated = store.add(target, body.name, expected, comment=body.comment, given=given)
    except Unstored as error:
        again = {"Retry-After": "1"} if error.code == "feedback_busy" else None
        raise Problem(Fault(error.code), headers=again) from None
    unlike = differences(expected, target)
    receipt = {"id": entry, "repeated": repeated, "agrees": not unlike, "differences": unlike}
    return answer({**receipt, "expected": write_reading(expected), "read": target.to_dict()}, 201)


def _store(limits: Limits) -> Feedback:
    if not limits.settings.feedback:
        raise Problem(Fault("feedback_off"))
    return Feedback(limits.settings.feedback, limits.settings.max_feedback_bytes)


def _stated(body: Correction, most: int) -> tuple[Reading, Reading | None]:
    """What is right and what was shown; raises `Problem` where they cannot be kept."""
    for place, text in body.texts().items():
        _check_length(text, place, most)
    expected = reading(body.expected, body.text, "/expected")
    given = None if body.given is None else reading(body.given, body.text, "/given")
    for place, found in (("/expected", expected), ("/given", given)):
        _check_length(write_reading(found) if found else "", place, most)
    return expected, given


def _check_length(text: str, place: str, most: int) -> None:
    if len(text) > most:
        raise Problem(Fault("text_too_long", place, most))

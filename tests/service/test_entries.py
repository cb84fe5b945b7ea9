"""Plain items are taken by hand, as their model would have taken them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from service.http.bodies import read_json
from service.http.entries import Cell
from service.http.errors import Fault
from service.http.readings import READINGS

TEXTS = st.text(st.characters(categories=("L", "N", "P", "Z", "Cs")), max_size=12)
VALUES = TEXTS | st.none() | st.integers() | st.booleans() | st.lists(TEXTS, max_size=2)
ITEMS = VALUES | st.dictionaries(st.sampled_from(["text", "name", "nmae"]), VALUES, max_size=3)
MOST = 9


@given(st.sampled_from(["parse", "extract", "analyze"]), ITEMS)
def test_both_ways_take_the_same(name: str, item: object) -> None:
    shape = READINGS[name].item
    given = read_json(json.dumps(item).encode())
    by_hand, by_model = shape._plain(given, MOST), shape._checked(given, MOST, "/7")
    if isinstance(by_hand, Cell):
        assert not isinstance(by_model, Fault)
        assert by_hand.text == by_model.text  # type: ignore[union-attr]
        assert by_hand.name == getattr(by_model, "name", None)
    else:
        plain = isinstance(by_model, Fault) or not isinstance(item, str)
        assert plain


def test_an_item_of_other_keys_goes_to_its_model() -> None:
    assert READINGS["assess"].item._plain("≥5人", MOST) is None
    assert READINGS["extract"].item._plain({"text": "5", "name": "a"}, MOST) is None
    assert READINGS["parse"].item._plain({"text": "5", "name": "a"}, MOST) == Cell("5", "a")
    assert READINGS["parse"].item._plain(read_json(b'{"text": 5}'), MOST) is None

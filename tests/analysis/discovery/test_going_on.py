"""A search that goes on from an earlier one: people's labels correct its groups, and make no twins of them."""

from typing import Any

from analysis.discovery import earlier
from analysis.discovery.steering import Steering


class View:
    """A view with a name and nothing to it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def restored(self, _state: object) -> "View":
        return self


def settings(**changed: Any) -> dict[str, Any]:
    found = {"keys": ["a", "b"], "views": {"stems": {}}, "student": None, "parts": [], "chosen": {}}
    return {"found": {**found, **changed}}


VIEWS: Any = [View("stems")]


def test_labels_are_put_among_the_keys_of_the_earlier_search() -> None:
    told = Steering(("b", "c"), {"parkir": 0, "loket": 1})
    led = earlier(settings(), VIEWS, told)
    assert led is not None
    assert (led.keys, led.told) == (("a", "b", "c"), {"parkir": 1, "loket": 2})
    assert led.earlier is not None
    alone = earlier(settings(), VIEWS, None)
    assert alone is not None
    assert (alone.keys, alone.told) == (("a", "b"), {})
    # What is not known of the new key is no lean towards it.
    assert led.lean([], 3).shape == (0, 3)


def test_words_for_themes_lead_alone_and_other_encoders_begin_anew() -> None:
    words = Steering(("x",), names=(frozenset({("parkir",)}),))
    assert earlier(settings(), VIEWS, words) is words
    told = Steering(("b",), {"parkir": 0})
    assert earlier(settings(views={"stems": {}, "usem3": {}}), VIEWS, told) is told
    assert earlier(settings(keys=[]), VIEWS, None) is None
    assert earlier({"found": None}, VIEWS, told) is told

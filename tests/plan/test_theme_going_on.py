"""What a search without a list begins with: how many themes, and where the last search had the answers that are there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import pytest
from sqlalchemy.orm import Session

from analysis.reading import Reading
from core.contributions import Contribution
from plan.enums import NO_TAXONOMY
from plan.theming import analyse
from plan.workbench import moving
from plan.workbench.teaching import OwnTheme, Place, Teaching
from surveys.enums import Purpose
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import picked
from tests.plan.test_theme_identity import Finder, find, refs


@pytest.fixture
def voices() -> Voices:
    return Voices()


class Noting(Finder):
    """Notes what it was asked for."""

    asked: list[dict[str, object]]

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        self.asked.append({**self.stages, "labels": labels})
        return super().fit(texts, labels)


@pytest.fixture
def noting() -> type[Noting]:
    Noting.asked = []
    return Noting


def test_how_many_themes_are_asked_for(session: Session, voices: Voices, noting: type[Noting]) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[a] satu", "[a] dua", "[b] tiga")
    find(session, cycle, voices, noting)
    find(session, cycle, voices, noting, n_themes=7)
    make.do_job(session, make.queued_run(session, cycle), voices, noting)
    assert noting.asked == [{"labels": None}, {"n_themes": 7, "labels": None}, {"labels": None}]


def test_taught_themes_leave_room_for_one_that_nobody_taught(noting: type[Noting]) -> None:
    a, b = refs("a", "b")
    said = [
        Contribution(ref, Purpose.ASPIRATION, text, None) for ref, text in ((a, "[x] satu"), (b, "[y] dua"))
    ]
    for before in (0, 9):
        analyse(said, NO_TAXONOMY, noting, Teaching((), {a: "temuan-4", b: ""}, before))
    labels = ["temuan-4", None]
    assert noting.asked == [{"n_themes": 2, "labels": labels}, {"n_themes": 9, "labels": labels}]


def test_where_an_earlier_search_leads_what_people_taught_asks_for_no_number(noting: type[Noting]) -> None:
    a, b = refs("a", "b")
    said = [
        Contribution(ref, Purpose.ASPIRATION, text, None) for ref, text in ((a, "[x] satu"), (b, "[y] dua"))
    ]
    before = {a: Place("temuan-4", 1.0), b: Place("temuan-2", 0.7)}
    analyse(said, NO_TAXONOMY, noting, Teaching((), {a: "temuan-4"}, 9, before))
    led = [("[x] satu", "temuan-4", 1.0), ("[y] dua", "temuan-2", 0.7)]
    assert noting.asked == [{"before": led, "labels": ["temuan-4", None]}]


def test_a_search_goes_on_from_the_last_one(session: Session, voices: Voices, noting: type[Noting]) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[a] satu", "[a] dua", "[b] tiga", "[b] empat")
    find(session, cycle, voices)
    had = [
        ("[a] satu", "temuan-1"),
        ("[a] dua", "temuan-1"),
        ("[b] tiga", "temuan-2"),
        ("[b] empat", "temuan-2"),
    ]
    # With a number the search is a new one.
    find(session, cycle, voices, noting, n_themes=3)
    find(session, cycle, voices, noting)
    voices.say(cycle, "[a] lima", "[a] enam")
    find(session, cycle, voices, noting)
    # Six were read, ten are there: the themes are of another time.
    voices.say(cycle, *(f"[a] baru {number}" for number in range(4)))
    find(session, cycle, voices, noting)
    known = [(text, key, 0.6) for text, key in had]
    assert noting.asked == [
        {"n_themes": 3, "labels": None},
        {"before": known, "labels": None},
        {"before": known, "labels": None},
        {"labels": None},
    ]


def test_a_search_goes_on_from_what_is_still_there_as_people_moved_it(
    session: Session, voices: Voices, noting: type[Noting]
) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[a] satu", "[a] dua", "[a] lagi", "[b] tiga", "[b] empat")
    run = find(session, cycle, voices)
    moving.move_contributions(
        session,
        run,
        picked=picked(session, run, said[:1]),
        to=theme_of(run, "temuan-2"),
        actor_id=None,
    )
    voices.take_back(said[1])
    find(session, cycle, voices, noting)
    (asked,) = noting.asked
    assert asked["before"] == [
        ("[a] satu", "temuan-2", 1.0),
        ("[a] lagi", "temuan-1", 0.6),
        ("[b] tiga", "temuan-2", 0.6),
        ("[b] empat", "temuan-2", 0.6),
    ]


def test_where_most_answers_went_the_search_begins_anew(
    session: Session, voices: Voices, noting: type[Noting]
) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[a] satu", "[a] dua", "[b] tiga", "[b] empat")
    find(session, cycle, voices)
    for ref in said[1:]:
        voices.take_back(ref)
    voices.say(cycle, "[b] lima", "[b] enam", "[a] tujuh")
    find(session, cycle, voices, noting)
    assert noting.asked == [{"labels": None}]


def test_a_theme_of_a_list_is_no_beginning_of_a_search(
    session: Session, voices: Voices, noting: type[Noting]
) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[digital] satu", "[digital] dua", "[arsip] tiga", "[arsip] empat")
    listed = make.queued_run(session, cycle)
    make.do_job(session, listed, voices)
    moving.lock_contributions(session, listed, picked=picked(session, listed, said[:1]), actor_id=None)
    found = find(session, cycle, voices)
    assert theme_of(found, "digital").size == 1
    find(session, cycle, voices, noting)
    (asked,) = noting.asked
    assert asked["before"] == [
        ("[digital] satu", "", 1.0),
        ("[digital] dua", "temuan-2", 0.6),
        ("[arsip] tiga", "temuan-1", 0.6),
        ("[arsip] empat", "temuan-1", 0.6),
    ]


def test_a_theme_that_people_made_is_theirs_without_a_label(noting: type[Noting]) -> None:
    said = [Contribution(ref, Purpose.ASPIRATION, "[x] satu", None) for ref in refs("a", "b")]

    class Led(Finder):
        def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
            super().fit(texts, labels)
            self.readings_ = [Reading("tim-parkir", None, 0.6, 0.1)] * len(texts)
            themes = tuple(replace(theme, id="tim-parkir") for theme in self.report_.themes)
            self.report_ = replace(self.report_, themes=themes)
            return self

    own = (OwnTheme("tim-parkir", "Parkir", "Parking"),)
    for made, found in ((own, False), ((), True)):
        (theme,) = analyse(said, NO_TAXONOMY, Led, Teaching(made)).themes
        assert (theme.theme_key, theme.found) == ("tim-parkir", found)


class Splitting(Finder):
    """Goes on from a theme and finds a new one beside it, by the word after the mark."""

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        super().fit(texts, labels)
        keys = ["tema-1" if "sekolah" in text else "temuan-1" for text in texts]
        self.readings_ = [Reading(key, None, 0.6, 0.1) for key in keys]
        (theme, *_) = self.report_.themes
        themes = tuple(replace(theme, id=key, size=keys.count(key)) for key in sorted({*keys}))
        self.report_ = replace(self.report_, themes=themes)
        return self


def test_what_came_up_does_not_take_the_key_of_the_theme_it_came_up_beside(
    session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, *("[x] lampu", "[x] lampu lain"), *(f"[x] sekolah {at}" for at in range(4)))
    find(session, cycle, voices)
    voices.say(cycle, "[x] sekolah baru", "[x] sekolah lagi")
    found = find(session, cycle, voices, Splitting)
    assert {theme.theme_key: theme.size for theme in found.themes} == {"temuan-1": 2, "temuan-2": 6}

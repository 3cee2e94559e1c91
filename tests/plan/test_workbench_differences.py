"""What changed between two runs."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from core.contributions import Contribution
from core.policy import Role
from plan.enums import NO_TAXONOMY
from plan.models import Theme
from plan.workbench import moving
from plan.workbench.differences import come_up, difference, earlier_runs
from surveys.enums import Purpose
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import picked
from tests.plan.test_theme_identity import find

BrowserOf = Callable[[Role], Browser]


def key(theme: Theme | None) -> str | None:
    return theme.theme_key if theme else None


@pytest.mark.database
def test_themes_come_go_and_grow_and_contributions_move(session: Session) -> None:
    voices = Voices()
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(other, "[arsip] lain")
    make.done_run(session, other, voices)
    refs = voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[] d", "[arsip] e")
    first = make.done_run(session, cycle, voices)
    make.done_run(session, cycle, voices, purpose=Purpose.FEEDBACK)
    second = make.done_run(session, cycle, voices)
    moving.move_contributions(
        session,
        second,
        picked=picked(session, second, refs[3:4]),
        to=theme_of(second, "digital"),
        actor_id=None,
    )
    session.commit()
    texts = {refs[0]: "[layanan] a", refs[2]: "[digital] c"}
    voices.said = [
        (number, Contribution(c.ref, c.purpose, texts.get(c.ref, c.text))) for number, c in voices.said
    ]
    voices.take_back(refs[4])
    voices.say(cycle, "[layanan] f", "[layanan] g")
    third = make.done_run(session, cycle, voices)

    assert earlier_runs(session, third) == [second, first]
    found = difference(session, first, third)
    assert {(s.theme.theme_key, s.before, s.after) for s in found.sizes} == {
        ("digital", 2, 3),
        ("layanan", None, 3),
        ("arsip", 2, None),
    }
    assert [(key(m.source), key(m.target), m.count, m.by_people) for m in found.movements] == [
        (None, "digital", 1, 1),
        ("arsip", "digital", 1, 0),
        ("digital", "layanan", 1, 0),
    ]
    assert (found.moved, found.stayed, found.added, found.gone, found.broken) == (3, 1, 2, 1, 0)
    same = difference(session, third, third)
    assert (same.moved, same.stayed, same.added, same.gone) == (0, 6, 0, 0)


def test_the_page_of_the_difference(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    first = make.done_run(session, cycle, voices)
    browser = browser_of(Role.FACILITATOR)
    assert "Belum ada proses terdahulu" in browser.get(f"/kelola/tema/{first.id}/beda").text
    voices.say(cycle, "[digital] c")
    second = make.done_run(session, cycle, voices)
    page = browser.get(f"/kelola/tema/{second.id}/beda")
    assert page.texts(".stat b") == ["2", "0", "1", "0"]
    assert page.texts("tbody th") == ["Literasi digital", "Kearsipan"]
    assert page.texts("tbody td") == ["1", "2", "1", "1"]
    assert "Tidak ada masukan terkunci yang dipindah mesin." in page.text
    for nonsense in (second.id, 987654):
        browser.get(f"/kelola/tema/{second.id}/beda?dengan={nonsense}", status=404)
    assert browser.get(f"/kelola/tema/{second.id}/beda?dengan=x").texts(".stat b") == ["2", "0", "1", "0"]


def test_a_run_is_compared_with_its_own_kind(session: Session) -> None:
    voices = Voices()
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    listed = make.done_run(session, cycle, voices)
    found = make.queued_run(session, cycle, taxonomy=NO_TAXONOMY)
    make.do_job(session, found, voices)
    again = make.done_run(session, cycle, voices)
    assert [earlier_runs(session, run) for run in (found, again)] == [[], [listed]]


def test_a_found_theme_that_the_run_before_did_not_have_is_marked(
    browser_of: BrowserOf, session: Session
) -> None:
    voices = Voices()
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(other, "[parkir] lain")
    find(session, other, voices)
    voices.say(cycle, "[atap] a", "[atap] b", "[pagar] c")
    first = find(session, cycle, voices)
    voices.say(cycle, "[parkir] d", "[atap] e")
    second = find(session, cycle, voices)
    third = find(session, cycle, voices)
    session.commit()
    assert [come_up(session, run) for run in (first, second, third)] == [set(), {"temuan-3"}, set()]
    browser = browser_of(Role.PLANNER)
    marked = [
        (
            card.cssselect("h3 a")[0].get("href"),
            [pill.text_content() for pill in card.cssselect(".pill.info")],
        )
        for card in browser.get(f"/kelola/tema/{second.id}").all("article.card")
    ]
    here = f"/kelola/tema/{second.id}/temuan"
    new = ["Baru sejak proses terdahulu"]
    assert sorted(marked) == [(f"{here}-1", []), (f"{here}-2", []), (f"{here}-3", new)]


def test_themes_of_a_list_are_not_new(session: Session) -> None:
    voices = Voices()
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    make.done_run(session, cycle, voices)
    voices.say(cycle, "[arsip] b")
    again = make.done_run(session, cycle, voices)
    assert theme_of(again, "arsip").size == 1
    assert come_up(session, again) == set()

"""Small units kept in sight, and nothing told of units with fewer than five people."""

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.policy import Role
from plan.findings import FoundAssignment
from plan.workbench.units import Outstanding, read_few, read_outstanding, unit_figures
from tests import factories
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices

BrowserOf = Callable[[Role], Browser]


def found(unit: int | None, theme: str | None, person: int, field: str = "isi") -> FoundAssignment:
    ref = ContributionRef("said", f"{unit}-{person}", field)
    return FoundAssignment(ref, theme, None, 0.5, False, unit_id=unit)


def said(unit: int | None, **themes: int) -> list[FoundAssignment]:
    people = iter(range(1000))
    return [found(unit, theme, next(people)) for theme, count in themes.items() for _ in range(count)]


def test_what_a_small_unit_says_stands_out() -> None:
    kept = unit_figures(
        [
            *said(1, digital=90, arsip=5),
            *said(2, arsip=6, digital=2),
            *said(3, arsip=4),
            *said(None, arsip=40),
        ]
    )
    assert read_few(kept) == [3]
    # 15 of 107 people with a unit speak of the archive, 6 of 8 in the small one.
    assert read_outstanding(kept) == [Outstanding(2, "arsip", 6, 75, 14)]
    assert json.loads(json.dumps(kept)) == kept


def test_somebody_who_writes_twice_is_one_person() -> None:
    twice = [found(2, "arsip", person, field) for person in range(3) for field in ("a", "b")]
    kept = unit_figures([*said(1, digital=90), *twice])
    assert (read_few(kept), read_outstanding(kept)) == ([2], [])


def test_a_run_without_units_keeps_nothing() -> None:
    assert unit_figures([]) == {"few": [], "outstanding": []}
    assert (read_few({}), read_outstanding({})) == ([], [])


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(["digital", "arsip", None]), st.integers(0, 12)),
        max_size=80,
    )
)
def test_nothing_is_told_of_fewer_than_five(rows: list[tuple[int, str | None, int]]) -> None:
    kept = unit_figures(
        [found(unit, theme, person, str(place)) for place, (unit, theme, person) in enumerate(rows)]
    )
    people = {unit: {p for u, _, p in rows if u == unit} for unit in {u for u, _, _ in rows}}
    for row in read_outstanding(kept):
        of_it = {p for u, theme, p in rows if (u, theme) == (row.unit_id, row.theme_key)}
        assert len(of_it) == row.count >= 5
        assert row.unit_id not in read_few(kept)
    assert read_few(kept) == sorted(unit for unit, of_it in people.items() if len(of_it) < 5)


def test_the_run_page_names_small_units(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    large, small, tiny = (factories.unit(session, name=name) for name in ("Besar", "Kecil", "Sepi"))
    voices.say(cycle, *(f"[digital] a{n}" for n in range(40)), unit_id=large.id)
    voices.say(cycle, *(f"[arsip] b{n}" for n in range(6)), unit_id=small.id)
    voices.say(cycle, "[layanan] rahasia", unit_id=tiny.id)
    run = make.done_run(session, cycle, voices)
    page = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}")
    row = next(one for one in page.texts("tbody tr") if "Kecil" in one)
    assert row == "KecilKearsipan Menunggu keputusan6100%13%"
    told = next(one for one in page.texts("p") if "Sepi" in one)
    assert told.startswith("Kurang dari 5 orang menulis dari: Sepi.")
    assert not [one for one in page.texts("tbody tr") if "Sepi" in one]

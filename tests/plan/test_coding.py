"""Two people code a sample: what is drawn, who may answer, how far they agree, and what is taken over."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.contributions import ContributionRef
from core.errors import Conflict, Invalid, NotAllowed
from core.policy import Role
from plan.coding import queries, services
from plan.coding.models import Coding, CodingItem, CodingSample
from plan.coding.rules import agreed, kappa, shares
from plan.models import ThemeRun
from plan.workbench.models import Placement
from tests import factories
from tests.page import Browser, Page
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices
from tests.plan.factories_workbench import places

BrowserOf = Callable[[Role], Browser]


def sampled(session: Session, voices: Voices) -> tuple[ThemeRun, CodingSample]:
    """Six texts about computers, three about archives, one about nothing; all are drawn."""
    cycle = make.deciding_cycle(session)
    voices.say(cycle, *(f"[digital] a{n}" for n in range(6)), *(f"[arsip] b{n}" for n in range(3)), "[] c")
    run = make.done_run(session, cycle, voices)
    sample = services.draw_sample(session, run, size=10, actor_id=None)
    session.commit()
    return run, sample


def refs_of(session: Session, sample: CodingSample) -> dict[int, ContributionRef]:
    return {
        i.position: ContributionRef(i.contribution_kind, i.contribution_key, i.contribution_field)
        for i in queries.items_of(session, sample)
    }


def code_all(session: Session, sample: CodingSample, account: Account, said: dict[int, str | None]) -> None:
    for position, theme in said.items():
        services.code_item(session, sample, position=position, theme_key=theme, actor_id=account.id)
    session.commit()


@given(
    sizes=st.dictionaries(st.text(max_size=3), st.integers(0, 400), max_size=9), wanted=st.integers(0, 120)
)
def test_a_sample_takes_of_every_theme_in_proportion(sizes: dict[str, int], wanted: int) -> None:
    taken = shares(sizes, wanted)
    assert sum(taken.values()) == min(wanted, sum(sizes.values()))
    assert all(0 <= count <= sizes[key] for key, count in taken.items())
    if wanted >= len(taken):
        assert all(taken.values())


def test_shares_are_proportional() -> None:
    assert shares({"a": 800, "b": 150, "c": 50, "": 0}, 20) == {"a": 16, "b": 3, "c": 1}
    assert shares({"a": 1000, "b": 1}, 10) == {"a": 9, "b": 1}


def test_kappa_is_cohens() -> None:
    pairs = [("ya", "ya")] * 20 + [("ya", "tidak")] * 5 + [("tidak", "ya")] * 10 + [("tidak", "tidak")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert agreed(pairs) == 35
    assert kappa([("a", "a"), ("b", "b")]) == pytest.approx(1.0)
    assert kappa([("a", "b"), ("b", "a")]) == pytest.approx(-1.0)
    assert kappa([("a", "a"), ("a", "a")]) is None
    assert kappa([("a", "b"), ("a", "b")]) == pytest.approx(0.0)
    assert kappa([]) is None


@pytest.mark.database
def test_a_sample_has_some_of_every_theme(session: Session) -> None:
    voices = Voices()
    cycle = make.deciding_cycle(session)
    voices.say(cycle, *(f"[digital] a{n}" for n in range(40)), *(f"[arsip] b{n}" for n in range(8)), "[] c")
    run = make.done_run(session, cycle, voices)
    sample = services.draw_sample(session, run, size=10, actor_id=None)
    items = queries.items_of(session, sample)
    assert [item.position for item in items] == list(range(1, 11))
    assert Counter(item.machine_key for item in items) == {"digital": 8, "arsip": 1, "": 1}
    found = places(session, run)
    assert {(ref, items[at - 1].machine_key) for at, ref in refs_of(session, sample).items()} == {
        (ref, found[ref] or "") for ref in refs_of(session, sample).values()
    }
    for size in (9, 501):
        with pytest.raises(Invalid, match="Ukuran sampel"):
            services.draw_sample(session, run, size=size, actor_id=None)
    later = make.done_run(session, cycle, voices)
    with pytest.raises(Conflict, match="lebih baru"):
        services.draw_sample(session, run, size=10, actor_id=None)
    assert services.draw_sample(session, later, size=500, actor_id=None).size == 49


@pytest.mark.database
def test_two_seats_and_no_third(session: Session) -> None:
    _, sample = sampled(session, Voices())
    ina, umi, sol = (factories.account(session) for _ in range(3))
    assert services.take_seat(session, sample, actor_id=ina.id) == 1
    assert services.take_seat(session, sample, actor_id=ina.id) == 1
    assert services.take_seat(session, sample, actor_id=umi.id) == 2
    assert (sample.first_id, sample.second_id) == (ina.id, umi.id)
    with pytest.raises(NotAllowed, match="dua orang"):
        services.code_item(session, sample, position=1, theme_key="arsip", actor_id=sol.id)
    for position, theme in ((0, "arsip"), (11, "arsip"), (1, "lain")):
        with pytest.raises(Invalid):
            services.code_item(session, sample, position=position, theme_key=theme, actor_id=ina.id)
    assert session.scalars(select(Coding)).all() == []


@pytest.mark.database
def test_the_result_waits_for_both_and_is_taken_over_once(session: Session) -> None:
    voices = Voices()
    run, sample = sampled(session, voices)
    ina, umi = (factories.account(session) for _ in range(2))
    items = queries.items_of(session, sample)
    machine = {item.position: item.machine_key for item in items}
    odd = next(at for at, theme in machine.items() if theme == "digital")
    none = next(at for at, theme in machine.items() if theme == "")
    first: dict[int, str | None] = {**machine, none: "arsip"}
    second: dict[int, str | None] = {**machine, none: "arsip", odd: ""}
    code_all(session, sample, ina, first)
    assert queries.result_of(session, sample, (voices.source,)) is None
    with pytest.raises(Conflict, match="kedua orang"):
        services.take_over(session, sample, actor_id=None)
    code_all(session, sample, umi, second)

    result = queries.result_of(session, sample, (voices.source,))

    assert result is not None
    assert (result.people.items, result.people.agreed) == (10, 9)
    # By hand: both say digital 5, arsip 4; digital/none 1. Po = 0.9, Pe = (6*5 + 4*4 + 0*1) / 100 = 0.46.
    assert result.people.kappa == pytest.approx((0.9 - 0.46) / (1 - 0.46))
    assert (result.machine_first.agreed, result.machine_second.agreed) == (9, 8)
    assert [(d.first, d.second, d.machine) for d in result.disagreements] == [("digital", "", "digital")]
    with pytest.raises(Conflict, match="sudah selesai"):
        services.code_item(session, sample, position=1, theme_key="arsip", actor_id=ina.id)
    refs = refs_of(session, sample)
    assert services.take_over(session, sample, actor_id=umi.id) == 9
    with pytest.raises(Conflict, match="sudah dipakai"):
        services.take_over(session, sample, actor_id=umi.id)
    placed = {row.contribution_key: row.theme_key for row in session.scalars(select(Placement))}
    wanted = {ref.key: first[at] for at, ref in refs.items() if at != odd}
    assert placed == wanted
    assert places(session, run)[refs[none]] == "arsip"


def test_a_text_that_was_taken_back_does_not_count(session: Session) -> None:
    voices = Voices()
    _, sample = sampled(session, voices)
    ina, umi = (factories.account(session) for _ in range(2))
    machine: dict[int, str | None] = {i.position: i.machine_key for i in queries.items_of(session, sample)}
    code_all(session, sample, ina, {**machine, 3: None})
    code_all(session, sample, umi, machine)
    result = queries.result_of(session, sample, (voices.source,))
    assert result is not None
    assert (result.people.items, result.people.agreed) == (9, 9)


def test_the_reading_page_hides_every_answer(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    run, sample = sampled(session, voices)
    here = f"/kelola/tema/{run.id}/sampel/{sample.key}"
    browser = browser_of(Role.FACILITATOR)
    page = browser.get(f"{here}/kode")
    assert page.texts("h1") == ["Masukan 1 dari 10"]
    assert page.texts("fieldset label") == ["Kearsipan", "Literasi digital", "Tidak satu pun"]
    assert page.all("input[checked]") == []
    assert [one.key for one in session.scalars(select(CodingSample))] == [sample.key]
    refused = browser.post(f"{here}/kode", {"theme": "x"}, status=200)
    assert isinstance(refused, Page)
    assert len(refused.all(".note.bad")) == 1
    for _ in range(10):
        browser.post(f"{here}/kode", {"theme": "-"})
    assert browser.client.get(f"{here}/kode").status_code == 303
    shown = browser.get(here)
    assert shown.texts(".stat b") == ["10", "0"]
    assert "Bagian Anda selesai" in shown.text
    assert shown.all("table") == []
    planner = browser_of(Role.PLANNER)
    gone = queries.items_of(session, sample)[0]
    voices.take_back(refs_of(session, sample)[gone.position])
    assert "sudah ditarik" in planner.get(f"{here}/kode").text
    planner.post(f"{here}/kode", {})
    for _ in range(9):
        planner.post(f"{here}/kode", {"theme": "arsip"})
    result = planner.get(here)
    assert result.texts(".stat b")[0] == "0"
    assert len(result.all("tbody tr")) == 9
    assert browser.get(here).all("main form[method=post]") == []
    planner.post(here)
    assert "sudah dipakai" in planner.get(here).text
    assert session.scalars(select(CodingItem.position)).all() == list(range(1, 11))


def test_planners_draw_and_facilitators_do_not(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, *(f"[digital] a{n}" for n in range(12)))
    run = make.done_run(session, cycle, voices)
    here = f"/kelola/tema/{run.id}/sampel"
    for nonsense in ("", "9", "501", "x", "-3"):
        refused = browser_of(Role.PLANNER).post(here, {"size": nonsense}, status=200)
        assert isinstance(refused, Page)
        assert len(refused.all(".note.bad")) == 1
    browser_of(Role.PLANNER).post(here, {"size": "10"})
    assert session.scalars(select(CodingSample.size)).all() == [10]
    browser = browser_of(Role.FACILITATOR)
    assert browser.get(here).all("main form") == []
    assert len(browser.get(here).all("tbody tr")) == 1
    browser.get(f"{here}/tidak-ada", status=404)

"""A run of what is new leaves everything else as it was, and knows when it must read all."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Self

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.reading import Reading
from analysis.report import ThemeReport, ThemeSummary
from core.contributions import Contribution, ContributionRef
from core.policy import Role
from plan import theming
from plan.enums import NO_TAXONOMY, ThemeState
from plan.findings import FoundAssignment, FoundTheme
from plan.increment import MODEL, Earlier
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.theme_model import theme_model
from plan.theme_queries import may_go_on
from plan.workbench.models import Placement
from plan.workbench.teaching import OwnTheme
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import NAMES, Voices

Held = dict[ContributionRef, tuple[str | None, str | None, float]]
KEYS = tuple(NAMES)


class RandomModel:
    """Reads at random, so that whatever stays was not read again; its hash is that of what it was taught."""

    encoders = "none"
    read: list[int] = []
    others: Sequence[str] = ()
    beside: list[list[str]] = []
    version = "1"

    def __init__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **_stages: object) -> None:
        self.taxonomy, self.own = taxonomy, own

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        type(self).read.append(len(texts))
        type(self).beside.append(sorted(self.others))
        taught = [pair for pair in zip(texts, labels or [None] * len(texts), strict=True) if pair[1]]
        self.readings_ = [self._reading() for _ in texts]
        names = (*KEYS, "baru-1")
        self.report_ = ThemeReport(
            1,
            {
                "taxonomy": self.taxonomy,
                "taxonomy_hash": hashlib.sha256(repr([taught, self.own, self.version]).encode()).hexdigest(),
            },
            {"texts": len(texts), "held_out": {"examples": 7}},
            tuple(ThemeSummary(k, f"Nama {k}", "", (k,), (), 0, candidate=k == "baru-1") for k in names),
        )
        return self

    def _reading(self) -> Reading:
        theme = secrets.choice((*KEYS, "baru-1", None))
        second = secrets.choice((*KEYS, None)) if theme else None
        return Reading(theme, None if second == theme else second, secrets.randbelow(10000) / 10000, 0.1)

    def ask(self, count: int) -> list[int]:
        return list(range(len(self.readings_)))[:count]


@pytest.fixture
def model() -> type[RandomModel]:
    RandomModel.read, RandomModel.beside, RandomModel.version = [], [], "1"
    return RandomModel


def held(session: Session, run: ThemeRun) -> Held:
    """Theme, second theme and confidence of each contribution of a run."""
    rows = session.execute(
        select(ThemeAssignment, Theme.theme_key)
        .outerjoin(Theme, Theme.id == ThemeAssignment.theme_id)
        .where(ThemeAssignment.run_id == run.id)
        .order_by(ThemeAssignment.rank)
    )
    found: Held = {}
    for row, theme in rows:
        ref = ContributionRef(row.contribution_kind, row.contribution_key, row.contribution_field)
        found[ref] = (theme, None, row.confidence) if row.rank == 1 else (found[ref][0], theme, found[ref][2])
    return found


def run_again(session: Session, cycle: Any, voices: Voices, model: Any, *, only_new: bool = True) -> ThemeRun:
    run = make.queued_run(session, cycle, only_new=only_new)
    make.do_job(session, run, voices, model)
    return run


def lock(session: Session, cycle: Any, ref: ContributionRef, theme: str) -> None:
    session.merge(
        Placement(
            contribution_kind=ref.kind,
            contribution_key=ref.key,
            contribution_field=ref.field,
            cycle_id=cycle.id,
            purpose="aspiration",
            theme_key=theme,
            locked=True,
        )
    )
    session.commit()


def histories(session: Session, model: type[RandomModel], times: int) -> None:
    """People speak, take back and lock at random; after each step a run of what is new."""
    cycle, other, voices = make.deciding_cycle(session), make.deciding_cycle(session), Voices()
    voices.say(other, "siklus lain")
    voices.say(cycle, *(f"awal {n}" for n in range(12)))
    before = held(session, run_again(session, cycle, voices, model))
    locked: dict[ContributionRef, str] = {}
    for step in range(times):
        refs = [c.ref for number, c in voices.said if number == cycle.id]
        new = voices.say(cycle, *(f"baru {step} {n}" for n in range(secrets.randbelow(3))))
        if step % 5 == 1 and len(refs) > 8:
            gone = secrets.choice(refs)
            voices.take_back(gone)
            refs.remove(gone)
            taught = locked.pop(gone, None) is not None
        else:
            taught = step % 5 == 3
            if taught:
                chosen = secrets.choice([ref for ref in refs if ref not in locked] or refs)
                locked[chosen] = next(key for key in KEYS if key != locked.get(chosen))
                lock(session, cycle, chosen, locked[chosen])
        run = run_again(session, cycle, voices, model)
        after = held(session, run)
        assert after.keys() == {*refs, *new}
        assert {ref: after[ref][0] for ref in locked} == locked
        assert ("only_new" not in run.quality) == taught
        if not taught:
            assert run.quality["only_new"] == len(new)
            assert {ref: after[ref] for ref in refs} == {ref: before[ref] for ref in refs}
        before = after


@pytest.mark.database
def test_in_two_hundred_runs_nothing_moves_that_was_read_or_locked(
    session: Session, model: type[RandomModel]
) -> None:
    histories(session, model, 200)


def _reread(said: Sequence[Contribution], earlier: Earlier, found: Any, *_others: Any) -> theming.Findings:
    return replace(found, quality={**found.quality, "only_new": 0})


@pytest.mark.parametrize(
    ("name", "sabotaged"),
    [("joined", _reread), ("earlier_reading", lambda *_: None)],
)
def test_sabotage_a_run_that_reads_the_old_again_is_caught(
    session: Session,
    model: type[RandomModel],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    sabotaged: Callable[..., Any],
) -> None:
    monkeypatch.setattr(theming, name, sabotaged)
    with pytest.raises(AssertionError):
        histories(session, model, 4)


def test_sabotage_a_lock_that_is_not_heeded_is_caught(
    session: Session, model: type[RandomModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plan.workbench.carrying.locked_places", lambda *_: {})
    with pytest.raises(AssertionError):
        histories(session, model, 60)


@pytest.mark.database
def test_only_what_is_new_is_read(session: Session, model: type[RandomModel]) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "a", "b", "c")
    run_again(session, cycle, voices, model)
    voices.say(cycle, "d")
    run = run_again(session, cycle, voices, model)
    assert (model.read, run.text_count, run.only_new) == ([3, 1], 4, True)
    assert (run.quality["texts"], run.quality["different"], run.quality["held_out"]) == (
        4,
        4,
        {"examples": 7},
    )
    nothing = run_again(session, cycle, voices, model)
    assert (model.read, nothing.text_count, nothing.quality["only_new"]) == ([3, 1], 4, 0)
    assert held(session, nothing) == held(session, run)


@pytest.mark.parametrize(
    "name", ["version", "method", "taxonomy", "taxonomy_hash", "encoders", "seed", "labels"]
)
def test_a_model_that_differs_in_one_thing_is_another(name: str) -> None:
    settings: dict[str, object] = dict.fromkeys(MODEL, 1)
    earlier = Earlier(settings, {}, (), {})
    assert earlier.same_model({**settings, "n_themes": 2})
    assert not earlier.same_model({**settings, name: 2})
    # A run of before that did not say it.
    del settings[name]
    assert not Earlier(settings, {}, (), {}).same_model(dict.fromkeys(MODEL, 1))


@pytest.mark.database
def test_new_texts_are_read_as_texts_like_those_before(
    session: Session, model: type[RandomModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "a", "b", "c")
    run_again(session, cycle, voices, model)
    voices.say(cycle, "d")
    run_again(session, cycle, voices, model)
    assert (model.read, model.beside) == ([3, 1], [[], ["a", "b", "c"]])
    monkeypatch.setattr(theming, "OTHERS", 2)
    voices.say(cycle, "e")
    run_again(session, cycle, voices, model)
    assert len(model.beside[2]) == 2


@pytest.mark.database
def test_another_version_of_the_list_reads_all(session: Session, model: type[RandomModel]) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "a", "b", "c")
    run_again(session, cycle, voices, model)
    voices.say(cycle, "d")
    model.version = "2"
    run = run_again(session, cycle, voices, model)
    assert (model.read, run.text_count, "only_new" in run.quality) == ([3, 1, 4], 4, False)
    run_again(session, cycle, voices, model)
    assert model.read == [3, 1, 4]


def test_a_run_of_all_and_a_run_without_a_list_read_all(session: Session, model: type[RandomModel]) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    voices.say(cycle, "a", "b", "c")
    for only_new in (True, False):
        run_again(session, cycle, voices, model, only_new=only_new)
    assert model.read == [3, 3]
    asked = make.queued_run(session, cycle, taxonomy=NO_TAXONOMY, only_new=True)
    assert asked.only_new is False


def test_a_theme_found_in_the_new_texts_alone_is_left_for_a_run_of_all() -> None:
    said = [Contribution(ContributionRef("said", key, "isi"), "aspiration", key) for key in ("a1", "b2")]
    old = FoundAssignment(said[0].ref, "digital", "arsip", 0.5, True, fold="old", sub="bagian", ask=3)
    new = FoundAssignment(said[1].ref, "baru-1", "arsip", 0.9, True, fold="new", sub="lain", ask=1)
    earlier = Earlier(
        {"taxonomy": "asn"}, {"held_out": 1}, (_theme("digital"), _theme("arsip")), {old.ref: old}
    )
    found = theming.Findings(
        {"taxonomy": "asn"}, {"texts": 1}, (_theme("baru-1", found=True), _theme("arsip")), (new,)
    )
    joined = theming.joined(said, earlier, found, ["f1", "f2"])
    assert joined.assignments == (
        replace(old, fold="f1", ask=2),
        FoundAssignment(new.ref, None, None, 0.9, False, fold="f2", ask=1),
    )
    assert [theme.theme_key for theme in joined.themes] == ["digital", "arsip"]
    assert joined.quality == {
        "held_out": 1,
        "texts": 2,
        "different": 2,
        "unclassified": 1,
        "coverage": 0.5,
        "unclear": 0,
        "mean_confidence": 0.5,
        "only_new": 1,
    }


def _theme(key: str, *, found: bool = False) -> FoundTheme:
    return FoundTheme(key, key, key, (), 1, found=found)


@pytest.mark.database
def test_a_word_whose_second_answer_is_gone_does_not_come_along(
    session: Session, model: type[RandomModel]
) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    one, two = voices.say(cycle, "[digital] kata bersama", "[digital] kata digital")
    run = make.queued_run(session, cycle)
    make.do_job(session, run, voices)
    (theme,) = run.themes
    assert theme.terms == ["digital"]
    voices.take_back(two)
    again = make.queued_run(session, cycle, only_new=True)
    make.do_job(session, again, voices)
    assert [(t.theme_key, t.terms, t.size) for t in again.themes] == [("digital", [], 1)]
    assert make.assignments(session, again) == {(one, 1, "digital", True)}


@pytest.mark.database
def test_decisions_and_needs_go_on(session: Session) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    refs = voices.say(cycle, "[digital] a", "[arsip] b")
    first = make.done_run(session, cycle, voices)
    need = make.accepted(session, first, "digital")
    new = voices.say(cycle, "[digital] c", "[layanan] d")
    run = make.queued_run(session, cycle, only_new=True)
    make.do_job(session, run, voices)
    assert set(make.behind(session, need)) == {refs[0], new[0]}
    assert {theme.theme_key: (theme.state, theme.size, theme.added) for theme in run.themes} == {
        "digital": (ThemeState.MERGED, 2, 1),
        "arsip": (ThemeState.PROPOSED, 1, None),
        "layanan": (ThemeState.PROPOSED, 1, None),
    }


def test_the_model_itself_goes_on_with_what_it_was_taught(session: Session) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    taught, kept, _ = voices.say(
        cycle,
        "Parkiran pegawai penuh setiap pagi",
        "Mohon pelatihan Microsoft Excel untuk staf kelurahan",
        "Mohon pelatihan kearsipan, surat masuk dan keluar, dan tata naskah dinas",
    )
    lock(session, cycle, taught, "administrasi_arsip")
    first = run_again(session, cycle, voices, _lexical, only_new=False)
    (new,) = voices.say(cycle, "Petugas loket perlu belajar melayani warga dengan ramah")
    run = run_again(session, cycle, voices, _lexical)
    before, after = held(session, first), held(session, run)
    assert (run.quality["only_new"], run.settings) == (1, first.settings)
    assert (before[taught][0], after[taught], after[kept]) == (
        "administrasi_arsip", before[taught], before[kept],
    )  # fmt: skip
    assert after.keys() == {*before, new}


def _lexical(taxonomy: str, own: Sequence[OwnTheme] = (), /, **stages: Any) -> Any:
    return theme_model(taxonomy, own, encoders="none", **stages)


def test_the_form_proposes_it_until_somebody_taught(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    cycle, voices = make.deciding_cycle(session), Voices()
    (ref,) = voices.say(cycle, "[digital] a")
    browser, address = browser_of(Role.PLANNER), f"/kelola/tema?siklus={cycle.key}"
    session.commit()

    def box() -> bool:
        return browser.get(address).one("input[name=only_new]").get("checked") is not None

    assert box() is False
    run = make.done_run(session, cycle, voices)
    assert box() is True
    response = browser.post(
        "/kelola/tema", {"purpose": "aspiration", "method": "daftar", "only_new": "y"}, form_at=address
    )
    started = session.scalars(select(ThemeRun).order_by(ThemeRun.id.desc())).first()
    assert started is not None
    assert response.headers["Location"] == f"/kelola/tema/{started.id}"
    assert started.only_new is True
    make.do_job(session, started, voices)
    page = browser.get(f"/kelola/tema/{started.id}")
    assert "Tidak ada masukan baru; semuanya tetap seperti pada proses sebelumnya." in page.text
    voices.say(cycle, "[digital] b", "[] c")
    later = run_again(session, cycle, voices, make.MarkModel)
    page = browser.get(f"/kelola/tema/{later.id}")
    assert "Hanya 2 masukan baru yang dibaca; 1 lainnya tetap seperti pada proses sebelumnya." in page.text
    lock(session, cycle, ref, "arsip")
    assert (box(), may_go_on(session, cycle.id, "feedback")) == (False, False)
    assert "masukan baru yang dibaca" not in browser.get(f"/kelola/tema/{run.id}").text

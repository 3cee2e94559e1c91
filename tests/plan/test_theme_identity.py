"""Found themes: the same theme keeps its key, another one never gets it, and lists and findings do not mix."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import pytest
from sqlalchemy.orm import Session

from analysis.reading import Reading
from analysis.report import ThemeReport, ThemeSummary
from analysis.taxonomy import Taxonomy, Theme
from core.contributions import ContributionRef
from core.cycles.models import Cycle
from core.errors import Invalid
from plan import runs, themes
from plan.enums import NO_TAXONOMY, RunState, ThemeState
from plan.models import ThemeRun
from plan.theming import labels_for
from plan.workbench import identity, moving
from plan.workbench.matching import is_found, number_of, same_themes
from plan.workbench.teaching import OwnTheme, taught
from surveys.enums import Purpose
from tests.plan import factories_themes as make
from tests.plan.factories_themes import MarkModel, Voices, theme_of
from tests.plan.factories_workbench import picked, places


class Finder:
    """Without a list: one theme for each mark, numbered by how often it was said, as a clustering would."""

    turned = False

    def __init__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **stages: object) -> None:
        self.taxonomy, self.own, self.stages = taxonomy, own, stages

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        self.labels = labels
        marks = [text[1 : text.index("]")] for text in texts]
        order = sorted({mark for mark in marks if mark}, key=lambda mark: (-marks.count(mark), mark))
        order = order[::-1] if self.turned else order
        ids = {mark: f"tema-{number}" for number, mark in enumerate(order, 1)}
        self.readings_ = [Reading(ids.get(mark), None, 0.6, 0.1) for mark in marks]
        found = [ThemeSummary(ids[m], f"Soal {m}", f"About {m}", (), (), marks.count(m)) for m in order]
        self.report_ = ThemeReport(
            1, {}, {"texts": len(texts), "unclassified": marks.count("")}, tuple(found)
        )
        return self

    def ask(self, count: int) -> list[int]:
        return list(range(len(self.readings_)))[:count]


class Turned(Finder):
    """The same themes under other numbers."""

    turned = True


class WithCandidate(MarkModel):
    """A list, and a group that fits none of it."""

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        super().fit(texts, labels)
        self.readings_ = [
            Reading("baru-x" if "parkir" in text else reading.theme, None, 0.5, 0.1)
            for text, reading in zip(texts, self.readings_, strict=True)
        ]
        size = sum(reading.theme == "baru-x" for reading in self.readings_)
        found = ThemeSummary("baru-x", "Parkir", "Parking", (), (), size, "Mohon parkir.", "", candidate=True)
        report = self.report_
        self.report_ = ThemeReport(1, report.settings, report.quality, (*report.themes, found))
        return self


@pytest.fixture
def voices() -> Voices:
    return Voices()


def find(
    session: Session, cycle: Cycle, voices: Voices, model: type[Finder] = Finder, n_themes: int | None = None
) -> ThemeRun:
    run = make.queued_run(session, cycle, taxonomy=NO_TAXONOMY, n_themes=n_themes)
    make.do_job(session, run, voices, model)
    assert run.state == RunState.DONE
    return run


def names(run: ThemeRun) -> dict[str, str]:
    return {theme.theme_key: theme.name_id for theme in run.themes}


def refs(*keys: str) -> list[ContributionRef]:
    return [ContributionRef("said", key, "isi") for key in keys]


def test_half_of_what_either_holds_makes_two_themes_the_same() -> None:
    a, b, c, d, e = refs(*"abcde")
    before = {a: "temuan-1", b: "temuan-1", c: "temuan-2", d: "temuan-2", e: ""}
    earlier = {"temuan-1": before, "temuan-2": before}
    assert same_themes(earlier, {a: "x", b: "x", c: "y", d: "y", e: ""}) == {"x": "temuan-1", "y": "temuan-2"}
    # One of two stayed, one came: a third is shared, and none is the same.
    assert same_themes(earlier, {a: "x", c: "x", b: "", d: ""}) == {}
    # Just half: two shared of four that either holds.
    assert same_themes(earlier, {a: "x", b: "x", c: "x", d: "x"}) == {"x": "temuan-1"}
    # What only one of the runs read makes no theme another one.
    new = refs(*(f"n{number}" for number in range(9)))
    assert same_themes(earlier, {a: "x", b: "x", **dict.fromkeys(new, "x")}) == {"x": "temuan-1"}
    assert same_themes({}, {a: "x"}) == {}
    assert same_themes(earlier, {a: "", b: ""}) == {}


def test_a_key_says_whether_it_was_found() -> None:
    assert [is_found(key) for key in ("temuan-3", "baru-12", "tim-3", "temuan-x", "temuan", "digital")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert [number_of(key) for key in ("temuan-3", "baru-12", "literasi-4")] == [3, 12, 0]


@pytest.mark.database
def test_an_accepted_found_theme_stays_the_same_under_another_number(
    session: Session, voices: Voices
) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(noise, "[c] lain", "[d] lain")
    find(session, noise, voices)
    old = voices.say(cycle, "[a] satu", "[a] dua", "[a] tiga", "[b] empat", "[b] lima", "[] enam")
    first = find(session, cycle, voices)
    assert names(first) == {"temuan-1": "Soal a", "temuan-2": "Soal b"}
    need = make.accepted(session, first, "temuan-1")
    themes.reject_theme(session, theme_of(first, "temuan-2"), reason="Sudah ada di kota.", actor_id=None)
    new = voices.say(cycle, "[a] tujuh", "[b] delapan", "[e] sembilan", "[e] sepuluh")

    second = find(session, cycle, voices, Turned)

    assert names(second) == {"temuan-1": "Soal a", "temuan-2": "Soal b", "temuan-3": "Soal e"}
    assert {t.theme_key: t.state for t in second.themes} == {
        "temuan-1": ThemeState.MERGED,
        "temuan-2": ThemeState.REJECTED,
        "temuan-3": ThemeState.PROPOSED,
    }
    assert set(make.behind(session, need)) == {*old[:3], new[0]}
    assert {ref: key for ref, key in places(session, second).items() if key == "temuan-3"} == {
        new[2]: "temuan-3", new[3]: "temuan-3",
    }  # fmt: skip


def test_without_matching_a_decision_would_reach_others(
    session: Session, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[a] satu", "[a] dua", "[b] tiga")
    first = find(session, cycle, voices)
    need = make.accepted(session, first, "temuan-1")
    new = voices.say(cycle, "[b] empat", "[b] lima", "[b] enam")
    monkeypatch.setattr(
        identity,
        "same_themes",
        lambda _earlier, now: {key: key.replace("tema", "temuan") for key in set(now.values()) - {""}},
    )
    find(session, cycle, voices)
    assert set(new) <= set(make.behind(session, need))


@pytest.mark.database
def test_a_theme_that_was_away_for_a_run_is_known_again(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[a] satu", "[a] dua", "[b] tiga", "[b] empat")
    first = find(session, cycle, voices)
    need = make.accepted(session, first, "temuan-1")
    kept = list(voices.said)
    voices.said = [(number, c) for number, c in kept if c.ref in said[2:]]
    away = find(session, cycle, voices)
    assert {t.theme_key: t.size for t in away.themes} == {"temuan-1": 0, "temuan-2": 2}
    voices.said = kept
    new = voices.say(cycle, "[a] lima")
    back = find(session, cycle, voices)
    assert {t.theme_key: t.size for t in back.themes} == {"temuan-1": 3, "temuan-2": 2}
    assert set(make.behind(session, need)) == {*said[:2], *new}


@pytest.mark.database
def test_a_list_and_a_run_without_one_do_not_mix(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c")
    listed = make.done_run(session, cycle, voices)
    need = make.accepted(session, listed, "digital")

    found = find(session, cycle, voices)

    assert {t.theme_key: t.state for t in found.themes} == {
        "temuan-1": ThemeState.PROPOSED,
        "temuan-2": ThemeState.PROPOSED,
    }
    make.accepted(session, found, "temuan-2")
    new = voices.say(cycle, "[digital] d")
    again = make.done_run(session, cycle, voices)
    assert {t.theme_key: t.state for t in again.themes} == {
        "digital": ThemeState.MERGED,
        "arsip": ThemeState.PROPOSED,
    }
    assert new[0] in make.behind(session, need)


@pytest.mark.database
def test_what_people_locked_stays_in_runs_of_every_kind(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[arsip] d")
    found = find(session, cycle, voices)
    sent = picked(session, found, said[:1])
    moving.move_contributions(session, found, picked=sent, to=theme_of(found, "temuan-1"), actor_id=None)
    sent = picked(session, found, said[1:2])
    moving.move_contributions(session, found, picked=sent, to=None, actor_id=None)
    session.commit()
    where = theme_of(found, places(session, found)[said[0]] or "").theme_key
    for run in (make.done_run(session, cycle, voices), find(session, cycle, voices, Turned)):
        here = places(session, run)
        assert (here[said[0]], here[said[1]]) == (where, None)
    assert here[said[2]] == here[said[3]]


@pytest.mark.database
def test_a_candidate_is_marked_and_keeps_its_key(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[] parkir satu", "[] parkir dua", "[digital] tiga")
    run = make.queued_run(session, cycle)
    make.do_job(session, run, voices, WithCandidate)
    assert [(t.theme_key, t.candidate, t.asks_id) for t in run.themes] == [
        ("baru-1", True, "Mohon parkir."),
        ("digital", False, ""),
    ]
    need = make.accepted(session, run, "baru-1")
    new = voices.say(cycle, "[] parkir empat")
    later = make.queued_run(session, cycle)
    make.do_job(session, later, voices, WithCandidate)
    assert set(make.behind(session, need)) == {*said[:2], *new}
    assert theme_of(later, "baru-1").state == ThemeState.MERGED


def test_an_accepted_candidate_with_corrections_is_taught_to_the_list(
    session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[] parkir satu", "[] parkir dua", "[digital] tiga")
    run = make.queued_run(session, cycle)
    make.do_job(session, run, voices, WithCandidate)
    moving.lock_contributions(session, run, picked=picked(session, run, said[:1]), actor_id=None)
    assert taught(session, run).own == ()
    make.accepted(session, run, "baru-1")
    assert taught(session, run).own == (OwnTheme("baru-1", "Parkir", "Parking"),)
    later = make.queued_run(session, cycle)
    make.do_job(session, later, voices, WithCandidate)
    assert [t.theme_key for t in later.themes if t.theme_key.startswith("baru")] == ["baru-1"]


def test_labels_reach_the_model_in_its_own_words() -> None:
    own = Taxonomy("own", (Theme("a", "A", "A"),), negative="bukan")
    assert labels_for(own, ["a", "", None, "temuan-1"]) == ["a", "bukan", None, None]
    assert labels_for(None, ["temuan-1", "", None]) == ["temuan-1", None, None]


@pytest.mark.parametrize(
    ("taxonomy", "n_themes"), [("skm", None), ("asn", 5), (NO_TAXONOMY, 1), (NO_TAXONOMY, 41), ("lain", None)]
)
def test_a_run_that_makes_no_sense_is_refused(session: Session, taxonomy: str, n_themes: int | None) -> None:
    cycle = make.deciding_cycle(session)
    with pytest.raises(Invalid):
        runs.start_run(
            session,
            cycle,
            purpose=Purpose.ASPIRATION,
            taxonomy=taxonomy,
            n_themes=n_themes,
            actor_id=None,
        )


def test_a_theme_that_no_word_may_name_has_its_number(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[a] satu", "[a] dua", "[b] tiga")

    class Nameless(Finder):
        def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
            super().fit(texts, labels)
            report = self.report_
            # "satu" is a word of one answer alone, "dua" of another one.
            named = tuple(replace(t, name_id="satu dan dua", name_en="satu", terms=()) for t in report.themes)
            self.report_ = replace(report, themes=named)
            return self

    run = find(session, cycle, voices, Nameless)
    assert names(run) == {"temuan-1": "Tema temuan 1", "temuan-2": "Tema temuan 2"}
    assert theme_of(run, "temuan-1").name_en == "Found theme 1"


def test_a_theme_known_by_its_key_alone_keeps_its_name(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[a] satu", "[a] dua", "[a] lagi", "[b] tiga", "[b] empat")
    first = find(session, cycle, voices)
    to = theme_of(first, "temuan-2")
    moving.move_contributions(session, first, picked=picked(session, first, said[:1]), to=to, actor_id=None)
    session.commit()

    class ByLabel(Finder):
        """What was labelled is one theme under the label, as the analysis does it."""

        def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
            super().fit(texts, labels)
            assert labels == ["temuan-2", None, None, None, None]
            self.readings_ = [Reading("temuan-2", None, 0.6, 0.1), *self.readings_[1:]]
            named = ThemeSummary("temuan-2", "temuan-2", "temuan-2", (), (), 1)
            self.report_ = replace(self.report_, themes=(named, *self.report_.themes))
            return self

    run = find(session, cycle, voices, ByLabel)
    assert names(run) == {"temuan-1": "Soal a", "temuan-2": "Soal b"}
    here = places(session, run)
    assert [here[ref] for ref in said] == ["temuan-2", "temuan-1", "temuan-1", "temuan-2", "temuan-2"]

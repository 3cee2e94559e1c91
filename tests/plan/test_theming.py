"""The job: which texts it reads, what it writes, and how it fails."""

from collections.abc import Sequence
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import encoders
from core.audit import AuditEvent
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.errors import Closed, Conflict
from core.jobs.models import Job, JobState
from core.jobs.runner import run_periodic
from plan import runs
from plan.enums import RunState, ThemeState
from plan.findings import Findings
from plan.models import Theme, ThemeRun
from plan.theming import analyse, gather, make_handler
from plan.workbench.teaching import OwnTheme
from surveys.enums import Purpose
from tests import factories
from tests.plan import factories_themes as make
from tests.plan.factories_themes import MarkModel, Voices


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.mark.database
def test_a_run_reads_only_its_cycle_and_purpose(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    mine = voices.say(
        cycle, "[digital/arsip] excel", "[digital] srikandi", "[digital] word", "[] cuaca", "[layanan] loket"
    )
    voices.say(noise, "[arsip] siklus lain")
    voices.say(cycle, "[arsip] antrean", purpose=Purpose.FEEDBACK)
    session.commit()

    run = make.done_run(session, cycle, voices)

    assert (run.state, run.text_count, run.taxonomy) == (RunState.DONE, 5, "asn")
    assert run.settings == {"version": 1, "taxonomy": "asn"}
    assert run.quality == {"texts": 5, "unclassified": 1, "out_of_fold": 0, "different": 5}
    assert run.finished_at is not None
    assert [(t.theme_key, t.name_id, t.name_en, t.terms, t.size, t.state) for t in run.themes] == [
        ("digital", "Literasi digital", "Digital literacy", ["digital"], 3, ThemeState.PROPOSED),
        ("layanan", "Layanan", "Service", [], 1, ThemeState.PROPOSED),
        ("arsip", "Kearsipan", "Archives", [], 0, ThemeState.PROPOSED),
    ]
    assert make.assignments(session, run) == {
        (mine[0], 1, "digital", True),
        (mine[0], 2, "arsip", False),
        (mine[1], 1, "digital", True),
        (mine[2], 1, "digital", False),
        (mine[3], 1, None, False),
        (mine[4], 1, "layanan", True),
    }


def test_feedback_is_read_with_its_own_taxonomy(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[layanan] lama", purpose=Purpose.FEEDBACK)
    voices.say(cycle, "[digital] excel")
    run = make.done_run(session, cycle, voices, purpose=Purpose.FEEDBACK)
    assert (run.taxonomy, run.settings, run.text_count) == ("skm", {"version": 1, "taxonomy": "skm"}, 1)
    assert [theme.theme_key for theme in run.themes] == ["layanan"]


def test_texts_are_read_in_the_order_of_their_random_keys(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[] c", "[] a", "[] b")
    said = gather(session, (voices.source, voices.source), cycle_id=cycle.id, purpose=Purpose.ASPIRATION)
    assert [c.ref for c in said] == sorted(refs)


def test_of_equal_quotes_the_first_is_marked(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] sama", "[digital] lain", "[digital] sama")
    said = gather(session, (voices.source,), cycle_id=cycle.id, purpose=Purpose.ASPIRATION)
    assert [a.is_quote for a in analyse(said, "asn", MarkModel).assignments] == [True, True, False]


@pytest.mark.database
def test_the_job_runs_twice_and_counts_once(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] excel")
    run = make.queued_run(session, cycle)
    session.commit()
    handler = make_handler(lambda: (voices.source,), MarkModel)
    first, second = (handler(session, {"run_id": run.id}) for _ in range(2))

    assert first(session) == {"texts": 1, "themes": 1, "linked": 0}
    assert second(session) is None
    assert handler(session, {"run_id": run.id})(session) is None

    assert session.scalars(select(Theme.theme_key)).all() == ["digital"]
    finished = select(AuditEvent.facts).where(AuditEvent.action == "theme_run.finish")
    assert session.scalars(finished).all() == [{"texts": 1, "themes": 1, "linked": 0, "carried": 0}]


def test_a_job_without_its_run_does_nothing(session: Session, voices: Voices) -> None:
    handler = make_handler(lambda: (voices.source,), MarkModel)
    assert handler(session, {"run_id": 987654})(session) is None
    assert runs.finish_run(session, 987654, Findings()) is None


@pytest.mark.database
def test_an_empty_corpus_needs_no_model(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(noise, "[digital] siklus lain")
    run = make.queued_run(session, cycle)

    def no_model(_taxonomy: str, _own: Sequence[OwnTheme] = (), /, **_stages: object) -> MarkModel:
        raise AssertionError("a model was loaded")

    make.do_job(session, run, voices, no_model)
    assert (run.state, run.text_count, run.themes, run.quality) == (RunState.DONE, 0, [], {})


class Refusing(MarkModel):
    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        raise ValueError(f"cannot read {texts}")


@pytest.mark.database
def test_what_the_analysis_refuses_fails_at_once_and_keeps_no_text(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] kanari-9")
    run = make.queued_run(session, cycle)
    make.do_job(session, run, voices, Refusing)
    assert (run.state, run.quality, run.themes) == (RunState.FAILED, {"error": "ValueError"}, [])
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "theme_run.fail")).one()
    assert (event.object_key, event.facts) == (str(run.id), {"error": "ValueError"})
    assert make.queued_run(session, cycle).id != run.id


@pytest.mark.database
def test_a_run_whose_job_was_given_up_is_marked_failed(app: Flask, session: Session) -> None:
    cycle = make.deciding_cycle(session)
    run = make.queued_run(session, cycle)
    waiting = make.queued_run(session, make.deciding_cycle(session))
    job = session.scalars(select(Job).where(Job.key == runs.job_key(run.id))).one()
    job.state, job.error = JobState.DEAD, "MemoryError"
    session.commit()

    run_periodic(app)

    session.expire_all()
    assert (run.state, run.quality) == (RunState.FAILED, {"error": "MemoryError"})
    assert waiting.state == RunState.QUEUED


@pytest.mark.database
def test_one_run_waits_per_cycle_and_purpose(session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    first = make.queued_run(session, cycle)
    with pytest.raises(Conflict, match="sedang diproses"):
        make.queued_run(session, cycle)
    make.queued_run(session, cycle, purpose=Purpose.FEEDBACK)
    make.queued_run(session, other)
    make.do_job(session, first, voices)
    second = make.queued_run(session, cycle)

    keys = set(session.scalars(select(Job.key).where(Job.name == runs.RUN_THEMES)))
    assert keys == {runs.job_key(run_id) for run_id in session.scalars(select(ThemeRun.id))}
    assert len(keys) == 4
    job = session.scalars(select(Job).where(Job.key == runs.job_key(second.id))).one()
    assert job.payload == {"run_id": second.id}


def test_a_dead_job_does_not_block_the_next_run(session: Session) -> None:
    cycle = make.deciding_cycle(session)
    run = make.queued_run(session, cycle)
    job = session.scalars(select(Job).where(Job.key == runs.job_key(run.id))).one()
    job.state = JobState.DEAD
    session.flush()
    assert make.queued_run(session, cycle).state == RunState.QUEUED
    session.refresh(run)
    assert run.state == RunState.FAILED


def test_a_closed_phase_refuses_a_run(session: Session) -> None:
    cycle = factories.cycle(session)
    with pytest.raises(Closed):
        make.queued_run(session, cycle)
    cycles.move_to_phase(session, cycle, phase=Phase.FORMULATE, actor_id=None)
    assert make.queued_run(session, cycle).state == RunState.QUEUED


def test_the_model_itself_reads_the_texts(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(
        cycle,
        "Mohon pelatihan Microsoft Excel dan komputer untuk staf kelurahan",
        "Perlu pelatihan pelayanan prima supaya petugas loket ramah kepada warga",
    )
    run = make.queued_run(session, cycle)
    session.commit()
    make_handler(lambda: (voices.source,))(session, {"run_id": run.id})(session)
    session.commit()
    session.expire_all()
    found = make.assignments(session, run)
    assert {(ref, key) for ref, rank, key, _ in found if rank == 1} == {
        (refs[0], "literasi_digital"),
        (refs[1], "pelayanan_publik"),
    }
    assert set(run.quality) >= {"texts", "unclassified", "out_of_fold", "held_out"}
    assert [encoders._use.cache_info().currsize, encoders._nano.cache_info().currsize] == [0, 0]

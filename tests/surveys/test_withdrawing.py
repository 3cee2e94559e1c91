"""Edits and withdrawals by tracking code: what each does to rows, counters, traces and tombstones."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.codes import code_hash
from core.contributions import ContributionRef, Gone
from core.errors import Closed, Conflict, NotFound
from core.jobs.models import Job
from surveys import contributions, mixer, publishing, queries, store, tracking, withdrawing
from surveys.answer_models import (
    Answer,
    AnswerCount,
    Intake,
    Participation,
    Spent,
    Tombstone,
    WithdrawnAnswer,
)
from surveys.held import Leaving, held_by
from surveys.models import Survey
from surveys.withdrawing import Change
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
OLD: dict[str, object] = {"kebutuhan": "Arsip", "jabatan": "pejabat", "cara": ["kelas", "magang"], "jam": 2.5}
OTHER: dict[str, object] = {"kebutuhan": "Pidato", "jabatan": "pelaksana"}
QUESTIONS = (make.NEED, make.POST, make.WAYS, make.HOURS, make.NAME)


def answered(session: Session, survey: Survey, body: dict[str, object], **how: object) -> str:
    if survey.access == "account":
        how["account_id"] = factories.account(session).id
        session.commit()
    return store.append(session, make.submission(survey, body, **how), secret=SECRET).code  # type: ignore[arg-type]


def mix(session: Session) -> None:
    mixer.mix(session, {})(session)
    session.commit()


def close(session: Session, survey: Survey) -> None:
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()


def changed(session: Session, code: str, body: dict[str, object], *, nonce: str = "c" * 32) -> bool:
    held = held_by(session, code)
    assert held is not None
    version = held.version_id or make.version_of(held.survey).id
    wanted = Change(code, nonce, version, body)
    return withdrawing.change(session, wanted, today=make.TODAY, secret=SECRET)


def figures(session: Session, survey: Survey) -> dict[tuple[str, str, str], int]:
    rows = session.execute(
        select(AnswerCount.unit_key, AnswerCount.question, AnswerCount.value, AnswerCount.count).where(
            AnswerCount.survey_id == survey.id
        )
    )
    return {(unit, question, value): count for unit, question, value, count in rows}


def figures_of(*bodies: dict[str, object], unit: str = "") -> dict[tuple[str, str, str], int]:
    """By hand: texts count once, lists each value."""
    found: Counter[tuple[str, str]] = Counter()
    for body in bodies:
        found[("", "")] += 1
        for name, value in body.items():
            if name in {"kebutuhan", "nama_layanan"}:
                found[(name, "")] += 1
            else:
                found.update((name, str(one)) for one in (value if isinstance(value, list) else [value]))
    return {(key, *at): count for at, count in found.items() for key in {"", unit}}


def bodies(session: Session, model: type[Answer] | type[Intake], survey: Survey) -> list[dict[str, object]]:
    found = session.scalars(select(model.body).where(model.survey_id == survey.id)).all()
    return sorted(found, key=str)


def stones(session: Session) -> set[tuple[str, str, str]]:
    found = session.scalars(select(Tombstone)).all()
    assert all(100_000 <= stone.number < 1_000_000 for stone in found)
    return {(stone.contribution_key, stone.contribution_field, stone.reason) for stone in found}


def mixed(session: Session, *, batch: int = 2) -> tuple[Survey, str, Answer]:
    """A survey with a mixed answer behind a code, and another one."""
    survey = make.survey(session, batch_size=batch, questions=QUESTIONS)
    code = answered(session, survey, OLD)
    for _ in range(batch - 1):
        answered(session, survey, OTHER)
    mix(session)
    return survey, code, mine(session, code)


def mine(session: Session, code: str) -> Answer:
    session.expire_all()
    return session.scalars(select(Answer).where(Answer.receipt_hash == code_hash(code))).one()


def test_a_waiting_answer_is_replaced_and_counted_once(session: Session) -> None:
    survey = make.survey(session, batch_size=2, questions=QUESTIONS)
    code = answered(session, survey, OLD)
    before = session.scalars(select(Intake.key)).one()
    new: dict[str, object] = {"kebutuhan": "Excel"}
    assert changed(session, code, new) is True
    assert session.scalars(select(Intake.key)).one() != before
    assert (bodies(session, Intake, survey), queries.progress(session, survey)) == ([new], (0, 1))
    answered(session, survey, OTHER)
    mix(session)
    assert figures(session, survey) == figures_of(new, OTHER)
    assert mine(session, code).body == new
    assert stones(session) == set()


def test_a_waiting_answer_is_withdrawn_and_nobody_answers_twice(session: Session) -> None:
    survey = make.survey(session, batch_size=2, questions=QUESTIONS)
    code = answered(session, survey, OLD)
    assert withdrawing.withdraw(session, code) == Leaving.BEFORE_COUNTED
    assert (bodies(session, Intake, survey), queries.progress(session, survey)) == ([], (0, 0))
    assert session.scalar(select(func.count()).select_from(Participation)) == 1
    person = session.scalars(select(Participation.account_id)).one()
    with pytest.raises(Conflict):
        store.append(session, make.submission(survey, OTHER, account_id=person), secret=SECRET)
    answered(session, survey, OTHER)
    mix(session)
    assert figures(session, survey) == {}


def test_of_a_mixed_answer_the_text_goes_at_once_and_the_figures_with_a_batch(session: Session) -> None:
    survey, code, answer = mixed(session)
    key, before = answer.key, figures(session, survey)
    assert withdrawing.withdraw(session, code) == Leaving.WITH_A_BATCH
    assert mine(session, code).body == {**OLD, "kebutuhan": ""}
    assert stones(session) == {(key, "kebutuhan", "withdrawn")}
    mix(session)
    assert figures(session, survey) == before == figures_of(OLD, OTHER)
    assert queries.progress(session, survey) == (2, 0)
    answered(session, survey, OTHER)
    mix(session)
    assert figures(session, survey) == figures_of(OTHER, OTHER)
    assert (bodies(session, Answer, survey), bodies(session, Intake, survey)) == ([OTHER, OTHER], [])


def test_closing_takes_out_what_was_withdrawn_before(session: Session) -> None:
    survey, code, _ = mixed(session)
    withdrawing.withdraw(session, code)
    close(session, survey)
    assert figures(session, survey) == figures_of(OTHER)
    assert (bodies(session, Answer, survey), bodies(session, Intake, survey)) == ([OTHER], [])
    assert len(stones(session)) == 1


def test_after_closing_the_answer_goes_whole_and_the_published_figures_stand(session: Session) -> None:
    survey, code, answer = mixed(session)
    close(session, survey)
    key = answer.key
    assert withdrawing.withdraw(session, code) == Leaving.FIGURES_STAND
    assert bodies(session, Answer, survey) == [OTHER]
    assert figures(session, survey) == figures_of(OLD, OTHER)
    assert stones(session) == {(key, "kebutuhan", "withdrawn")}


def test_after_closing_nothing_is_changed(session: Session) -> None:
    survey, code, _ = mixed(session)
    close(session, survey)
    with pytest.raises(Closed):
        changed(session, code, {"kebutuhan": "Excel"})
    assert bodies(session, Answer, survey) == sorted([OLD, OTHER], key=str)
    assert session.scalar(select(func.count()).select_from(Spent)) == 2


def test_an_edit_of_other_texts_is_a_new_contribution(session: Session) -> None:
    survey, code, answer = mixed(session)
    key = answer.key
    new: dict[str, object] = {"kebutuhan": "Excel", "jabatan": "pelaksana", "cara": ["daring"]}
    changed(session, code, new)
    assert mine(session, code).body == {**OLD, "kebutuhan": ""}
    assert stones(session) == {(key, "kebutuhan", "replaced")}
    assert figures(session, survey) == figures_of(OLD, OTHER)
    answered(session, survey, OTHER)
    mix(session)
    assert figures(session, survey) == figures_of(new, OTHER, OTHER)
    assert (mine(session, code).body, mine(session, code).key == key) == (new, False)


def test_an_edit_of_choices_alone_keeps_the_trace(session: Session) -> None:
    survey, code, answer = mixed(session)
    key = answer.key
    new = {**OLD, "jabatan": "pelaksana", "jam": 1200}
    changed(session, code, new)
    assert mine(session, code).body == OLD
    answered(session, survey, OTHER)
    mix(session)
    assert figures(session, survey) == figures_of(new, OTHER, OTHER)
    assert (mine(session, code).body, mine(session, code).key, stones(session)) == (new, key, set())


def test_the_last_of_several_edits_counts_and_a_withdrawal_ends_them(session: Session) -> None:
    survey, code, answer = mixed(session)
    key = answer.key
    changed(session, code, {"kebutuhan": "Excel"}, nonce="1" * 32)
    changed(session, code, {"kebutuhan": "Word"}, nonce="2" * 32)
    assert bodies(session, Intake, survey) == [{"kebutuhan": "Word"}]
    assert withdrawing.withdraw(session, code) == Leaving.WITH_A_BATCH
    assert bodies(session, Intake, survey) == [{}]
    assert stones(session) == {(key, "kebutuhan", "withdrawn")}
    close(session, survey)
    assert figures(session, survey) == figures_of(OTHER)


def test_an_edit_sent_twice_is_one_and_another_text_under_its_nonce_is_refused(session: Session) -> None:
    survey, code, _ = mixed(session)
    assert changed(session, code, {"kebutuhan": "Excel"}) is True
    assert changed(session, code, {"kebutuhan": "Word"}, nonce="d" * 32) is True
    assert changed(session, code, {"kebutuhan": "Excel"}) is False
    with pytest.raises(Conflict):
        changed(session, code, {"kebutuhan": "lain"})
    assert bodies(session, Intake, survey) == [{"kebutuhan": "Word"}]


def test_a_second_withdrawal_says_so_and_an_edit_after_it_is_refused(session: Session) -> None:
    survey, code, _ = mixed(session)
    withdrawing.withdraw(session, code)
    assert withdrawing.withdraw(session, code) is None
    with pytest.raises(Conflict):
        changed(session, code, {"kebutuhan": "kembali"})
    assert bodies(session, Intake, survey) == [{}]
    assert session.scalars(select(WithdrawnAnswer.receipt_hash)).all() == [code_hash(code)]


@pytest.mark.parametrize("code", ["", "halo", "0000-0000-0000-0000"])
def test_an_unknown_code_takes_nothing(session: Session, code: str) -> None:
    survey, _, _ = mixed(session)
    with pytest.raises(NotFound):
        withdrawing.withdraw(session, code)
    assert figures(session, survey) == figures_of(OLD, OTHER)


def test_a_public_form_changes_at_once_with_its_unit(session: Session) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    form = make.feedback(session)
    session.commit()
    old: dict[str, object] = {"nama_layanan": "KTP", "mendesak": "1"}
    new: dict[str, object] = {"nama_layanan": "KK", "mendesak": "4"}
    code = answered(session, form, old, unit=unit)
    answered(session, form, old, unit=other)
    key = mine(session, code).key
    changed(session, code, new)
    assert figures(session, form) == dict(
        Counter(figures_of(new, unit=unit.key)) + Counter(figures_of(old, unit=other.key))
    )
    assert (mine(session, code).body, mine(session, code).unit_id) == (new, unit.id)
    latest = mine(session, code).key
    assert stones(session) == {(key, "nama_layanan", "replaced")}
    assert withdrawing.withdraw(session, code) == Leaving.AT_ONCE
    assert figures(session, form) == figures_of(old, unit=other.key)
    assert stones(session) == {(key, "nama_layanan", "replaced"), (latest, "nama_layanan", "withdrawn")}
    assert bodies(session, Answer, form) == [old]


def test_a_counter_that_holds_too_little_stops_everything(session: Session) -> None:
    form = make.feedback(session)
    session.commit()
    code = answered(session, form, {"nama_layanan": "KTP", "mendesak": "1"})
    session.query(AnswerCount).filter_by(question="mendesak").delete()
    session.commit()
    with pytest.raises(RuntimeError, match="holds less"):
        withdrawing.withdraw(session, code)
    assert held_by(session, code).withdrawn is False  # type: ignore[union-attr]
    assert figures(session, form) == {("", "", ""): 1, ("", "nama_layanan", ""): 1}


def test_what_is_gone_has_a_number_and_a_reason(session: Session) -> None:
    survey, code, answer = mixed(session)
    ref = ContributionRef("survey_answer", answer.key, "kebutuhan")
    noise = ContributionRef("survey_answer", "lain", "kebutuhan")
    assert contributions.gone(session, [ref, noise]) == {}
    changed(session, code, {"kebutuhan": "Excel"})
    number = session.scalars(select(Tombstone.number)).one()
    assert contributions.gone(session, [noise, ref]) == {ref: Gone(number, replaced=True)}
    withdrawing.withdraw(session, code)
    assert contributions.gone(session, [noise, ref]) == {ref: Gone(number)}
    assert contributions.fetch(session, [ref]) == []
    said = contributions.of_cycle(session, survey.cycle_id)
    assert [c.text for c in said] == ["Pidato"]


def test_the_code_tells_what_may_be_done_and_what_was(session: Session) -> None:
    survey, code, _ = mixed(session)
    found = tracking.find(session, code.lower())
    assert found is not None
    assert [a.url for a in found.actions] == [f"/lacak/{code}/ubah", f"/lacak/{code}/tarik"]
    changed(session, code, {"kebutuhan": "Excel"})
    told = tracking.find(session, code)
    assert told is not None
    assert [n.title for n in told.notices] == ["Perubahan jawaban Anda sudah diterima"]
    close(session, survey)
    closed = tracking.find(session, code)
    assert closed is not None
    assert ([a.url for a in closed.actions], len(closed.contributions)) == ([f"/lacak/{code}/tarik"], 1)
    withdrawing.withdraw(session, code)
    gone = tracking.find(session, code)
    assert gone is not None
    assert ([n.title for n in gone.notices], gone.actions, gone.contributions) == (
        ["Anda sudah menarik jawaban ini"],
        (),
        (),
    )


def test_nothing_is_written_beside_it(session: Session) -> None:
    _, code, _ = mixed(session)
    before = [session.scalar(select(func.count()).select_from(model)) for model in (AuditEvent, Job)]
    changed(session, code, {"kebutuhan": "Excel"})
    withdrawing.withdraw(session, code)
    after = [session.scalar(select(func.count()).select_from(model)) for model in (AuditEvent, Job)]
    assert after == before

"""Guarantee "erase", for answers: what their writer takes back or replaces is nowhere afterwards.

In four states (waiting for the mixer, mixed in an open survey, in a closed one, a public form) the
files of SQLite are read byte by byte after the mixer's next turn, and on both engines every row of every table. The answer was
read by a theme run before, so that every place a copy could hide in has had its chance; the trace,
the ledger and the published figures must go on standing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from analysis.reading import Reading
from analysis.report import ThemeReport, ThemeSummary
from core import nonces
from core.contributions import ContributionRef
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from core.db import db, writing
from core.jobs.runner import run_periodic
from plan import proposing
from plan.ledger_models import TraceEdge
from plan.models import Need, NeedContribution, ThemeAssignment, ThemeRun
from plan.replies.models import ReplyContribution
from plan.theme_voices import gone_quotes_of_need, quotes_of_need, voices_of_need
from plan.theming import make_handler
from plan.workbench.teaching import OwnTheme
from rembuk.models import METADATA
from surveys import mixer, publishing, store, withdrawing
from surveys.answer_models import AnswerCount
from surveys.enums import Purpose
from surveys.held import held_by
from surveys.models import Survey
from surveys.tracking import SOURCE
from surveys.withdrawing import Change
from tests import factories
from tests.plan import factories_themes as themes
from tests.plan.factories_vectors import CountingEncoder, bytes_of, encode_texts, kept
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

# The words of the answer; the last stands alone, as a term of its theme would.
SECRETS = ("kenarimas pertama", "kenarimas lain", "kenaristempel")
OLD: dict[str, object] = {"kebutuhan": f"{SECRETS[0]} {SECRETS[2]}", "nama_layanan": SECRETS[1], "jam": 7}
TEXTS = (f"{SECRETS[0]} {SECRETS[2]}", SECRETS[1])
NEW: dict[str, object] = {"kebutuhan": "tulisan pengganti", "jam": 8}
OTHERS, BATCH = 60, 10
Act = Callable[..., object]


class OneTheme:
    """Everything is one theme; its first texts are quotes, and every word of them is a term, long ones first."""

    def __init__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **_stages: object) -> None:
        self.taxonomy, self.own, self.encoders = taxonomy, own, (CountingEncoder(),)

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        encode_texts(self, texts)
        self.readings_ = [Reading("digital", None, 0.75, 0.1, sub="bagian") for _ in texts]
        words = tuple(sorted({word for said in texts for word in said.split()}, key=lambda w: (-len(w), w)))
        # A name and a sentence of people's own words, and a part that has them, too.
        told = (" ".join(words), "", words, tuple(texts), len(texts), " ".join(words))
        summary = ThemeSummary("digital", *told, candidate=True)
        part = ThemeSummary("bagian", *told, parent="digital")
        self.report_ = ThemeReport(1, {}, {"texts": len(texts)}, (summary,), (part,))
        return self

    def ask(self, count: int) -> list[int]:
        return list(range(len(self.readings_)))[:count]


@dataclass(frozen=True)
class Case:
    """Where the answer is when its writer acts. `counted`: in the figures already."""

    public: bool = False
    counted: bool = True
    closed: bool = False


WAITING, OPEN = Case(counted=False), Case()
CLOSED, PUBLIC = Case(closed=True), Case(public=True)


def done(app: Flask, do: Callable[[Session], object]) -> object:
    """One step as a request or a job takes it."""
    with app.app_context(), writing():
        result = do(db.session())
        db.session.commit()
        db.session.remove()
    return result


def fill(app: Flask, case: Case) -> str:
    """The answer among others, mixed where it is counted, read by a run, behind a need as its quote."""
    cycle, survey = done(app, lambda session: _survey(session, case))  # type: ignore[misc]
    code = answer(app, survey, OLD)
    for number in range(BATCH - 1 if case.counted else 3):
        answer(app, survey, other(number))
    if not case.public:
        run_periodic(app)
    if case.closed:
        done(app, lambda s: _close(s, survey))
    if case.counted:
        done(app, lambda s: _read(s, cycle, case))
    return code


def other(number: int) -> dict[str, object]:
    return {"kebutuhan": f"kata orang lain {number} " * 20, "jam": 5}


def _survey(session: Session, case: Case) -> tuple[int, int]:
    """A survey that holds many answers already."""
    cycle = factories.cycle(session)
    questions = (make.NEED, make.HOURS, make.NAME)
    made = (make.feedback if case.public else make.survey)(
        session, cycle=cycle, questions=questions, batch_size=BATCH
    )
    session.flush()
    version = make.version_of(made).id
    rows = [store.FinalRow(version, other(number)) for number in range(BATCH, BATCH + OTHERS)]
    store.finalise(session, made, rows)
    return cycle.id, made.id


def answer(app: Flask, number: int, body: dict[str, object]) -> str:
    with app.app_context(), writing():
        session = db.session()
        survey = session.get_one(Survey, number)
        person = factories.account(session).id if survey.access == "account" else None
        sent = make.submission(survey, body, account_id=person)
        session.commit()
    with app.app_context():
        code = store.append(db.session(), sent, secret=SECRET).code
        db.session.remove()
    return code


def _close(session: Session, number: int) -> None:
    publishing.close_survey(session, session.get_one(Survey, number), today=make.TODAY, actor_id=None)


def _read(session: Session, cycle_id: int, case: Case) -> None:
    purpose = Purpose.FEEDBACK if case.public else Purpose.ASPIRATION
    cycle = session.get_one(Cycle, cycle_id)
    answering = Phase(cycle.phase)
    cycles.move_to_phase(session, cycle, phase=Phase.DRAFT, actor_id=None)
    run = themes.queued_run(session, cycle, purpose=purpose)
    session.commit()
    make_handler(lambda: (SOURCE,), OneTheme, lambda: SECRET)(session, {"run_id": run.id})(session)
    session.expire_all()
    themes.accepted(session, run, "baru-1")
    cycles.move_to_phase(session, cycle, phase=answering, actor_id=None)


def withdraw(session: Session, code: str) -> object:
    return withdrawing.withdraw(session, code)


def change(session: Session, code: str) -> object:
    held = held_by(session, code)
    assert held is not None
    assert held.version_id is not None
    wanted = Change(code, nonces.new_nonce(), held.version_id, NEW)
    return withdrawing.change(session, wanted, today=make.TODAY, secret=SECRET)


def in_files(folder: Path) -> list[str]:
    """Which of the secrets a reader of the files finds, the present log included."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*sqlite*")) if path.is_file())
    assert b"kata orang lain 2" in data, "the files are read"
    return [secret for secret in SECRETS if secret.encode() in data]


def vectors_in_files(folder: Path) -> list[str]:
    """Of which of the texts a reader of the files finds the vector."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*sqlite*")) if path.is_file())
    assert bytes_of(str(other(2)["kebutuhan"])) in data, "vectors are kept"
    return [text for text in TEXTS if bytes_of(text) in data]


def in_rows(app: Flask) -> dict[str, list[str]]:
    """By table which of the secrets stand in a row."""
    with app.app_context():
        rows = {t.name: repr(db.session.execute(select(t)).all()) for t in METADATA.sorted_tables}
        db.session.rollback()
    assert any("kata orang lain 2" in text for text in rows.values())
    found = {name: [secret for secret in SECRETS if secret in text] for name, text in rows.items()}
    return {name: what for name, what in found.items() if what}


@pytest.mark.parametrize(
    ("act", "cases"), [(withdraw, (WAITING, OPEN, PUBLIC, CLOSED)), (change, (WAITING, OPEN, PUBLIC))]
)
def test_no_byte_is_left_in_file_and_log(
    own_app: Flask, tmp_path: Path, act: Act, cases: tuple[Case, ...]
) -> None:
    codes = [fill(own_app, case) for case in cases]
    assert set(in_files(tmp_path)) == set(SECRETS)
    assert vectors_in_files(tmp_path) == list(TEXTS)
    for code in codes:
        assert in_files(tmp_path) != []
        done(own_app, partial(act, code=code))
    run_periodic(own_app)
    assert in_files(tmp_path) == []
    assert vectors_in_files(tmp_path) == []


@pytest.mark.database
@pytest.mark.parametrize("act", [withdraw, change])
def test_no_row_holds_a_word_of_what_waited(own_app: Flask, act: Act) -> None:
    code = fill(own_app, WAITING)
    assert set(in_rows(own_app)) == {"intake"}
    done(own_app, lambda session: act(session, code))
    assert in_rows(own_app) == {}


def test_sabotage_without_secure_delete_bytes_stay(own_app: Flask, tmp_path: Path) -> None:
    """Several, because what is written next may lie over one of them."""
    codes = [fill(own_app, case) for case in (CLOSED, WAITING, CLOSED, WAITING)]
    with own_app.app_context():
        db.engine.dispose()  # every connection from here on is made without it

        @event.listens_for(db.engine, "connect")
        def _off(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA secure_delete=OFF")

    for code in codes:
        done(own_app, partial(withdraw, code=code))
    assert in_files(tmp_path) != []


def test_sabotage_without_emptying_the_log_bytes_stay(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = fill(own_app, OPEN)
    monkeypatch.setattr(withdrawing, "erase_bytes_after_commit", lambda _session: None)
    done(own_app, lambda session: withdraw(session, code))
    assert in_files(tmp_path) != []


def test_a_reader_keeps_the_log_only_until_the_mixers_next_turn(own_app: Flask, tmp_path: Path) -> None:
    code = fill(own_app, OPEN)
    with own_app.app_context(), db.engine.connect() as reader:
        assert reader.execute(select(AnswerCount.count)).first() is not None
        done(own_app, lambda session: withdraw(session, code))
        assert in_files(tmp_path) != []
        reader.rollback()
    run_periodic(own_app)
    assert in_files(tmp_path) == []


def test_sabotage_a_text_that_waits_for_its_batch_is_found(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = fill(own_app, OPEN)
    monkeypatch.setattr(withdrawing, "_blank", lambda *_: None)
    done(own_app, lambda session: withdraw(session, code))
    assert set(in_rows(own_app)) == {"answer"}


def test_sabotage_a_word_of_one_answer_among_the_terms_is_found(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "USED_BY", 1)
    code = fill(own_app, OPEN)
    done(own_app, lambda session: withdraw(session, code))
    found = in_rows(own_app)
    assert SECRETS[2] in found["theme"]
    assert SECRETS[2] in found["sub_theme"]


@pytest.mark.database
@pytest.mark.parametrize(
    ("case", "act"), [(OPEN, withdraw), (OPEN, change), (PUBLIC, change), (CLOSED, withdraw)]
)
def test_the_vectors_go_in_the_same_transaction_and_all_others_stay(
    own_app: Flask, case: Case, act: Act
) -> None:
    code = fill(own_app, case)
    before = vectors(own_app)
    assert len(before) == OTHERS + BATCH + 1
    done(own_app, partial(act, code=code))
    after = vectors(own_app)
    assert sorted(set(before.values()) - set(after.values())) == sorted(map(bytes_of, TEXTS))
    assert after.items() <= before.items()


def vectors(app: Flask) -> dict[ContributionRef, bytes]:
    with app.app_context():
        found = kept(db.session())
        db.session.rollback()
    return found


def test_sabotage_a_withdrawal_that_forgets_no_vector_is_found(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawing, "forget_vectors", lambda *_: None)
    code = fill(own_app, OPEN)
    done(own_app, lambda session: withdraw(session, code))
    run_periodic(own_app)
    assert in_files(tmp_path) == []
    assert vectors_in_files(tmp_path) == list(TEXTS)


def figures(app: Flask) -> dict[tuple[str, str], int]:
    with app.app_context():
        rows = db.session.execute(select(AnswerCount.question, AnswerCount.value, AnswerCount.count)).all()
        db.session.rollback()
    return {(question, value): count for question, value, count in rows}


WITH_IT = {("", ""): 70, ("kebutuhan", ""): 70, ("nama_layanan", ""): 1, ("jam", "7"): 1, ("jam", "5"): 69}
WITHOUT = {("", ""): 69, ("kebutuhan", ""): 69, ("jam", "5"): 69}
REPLACED = {("", ""): 70, ("kebutuhan", ""): 70, ("jam", "8"): 1, ("jam", "5"): 69}


@pytest.mark.database
@pytest.mark.parametrize(
    ("case", "act", "at_once", "at_last"),
    [
        (OPEN, withdraw, WITH_IT, WITHOUT),
        (OPEN, change, WITH_IT, REPLACED),
        (CLOSED, withdraw, WITH_IT, WITH_IT),
        (PUBLIC, withdraw, WITHOUT, WITHOUT),
        (PUBLIC, change, REPLACED, REPLACED),
    ],
)
def test_no_row_holds_a_word_and_figures_and_trace_stand(
    own_app: Flask,
    case: Case,
    act: Act,
    at_once: dict[tuple[str, str], int],
    at_last: dict[tuple[str, str], int],
) -> None:
    code = fill(own_app, case)
    assert (figures(own_app), set(in_rows(own_app))) == (WITH_IT, {"answer"})
    before = trace(own_app)
    done(own_app, lambda session: act(session, code))
    assert (figures(own_app), in_rows(own_app)) == (at_once, {})
    run_periodic(own_app)
    assert figures(own_app) == at_once
    if case is OPEN:
        with own_app.app_context():
            number = db.session.scalars(select(Survey.id)).one()
            db.session.rollback()
        done(own_app, lambda session: _close(session, number))
    assert figures(own_app) == at_last
    after = trace(own_app)
    assert after.kept == before.kept
    assert (before.gone, after.gone) == (0, 2)
    assert (before.quotes, after.quotes) == (71, 69)


@dataclass(frozen=True)
class Trace:
    """What the plan holds: rows of assignments, needs, replies and the ledger, people behind the need, quotes shown, tombstones in their place."""

    kept: tuple[object, ...]
    quotes: int
    gone: int


def trace(app: Flask) -> Trace:
    with app.app_context():
        session: Session = db.session()
        need = session.scalars(select(Need)).one()
        rows = [
            sorted(map(tuple, session.execute(select(model.__table__)).all()))
            for model in (ThemeAssignment, NeedContribution, ReplyContribution, TraceEdge)
        ]
        assert all(rows), "a table without a row proves nothing"
        sizes = session.execute(select(ThemeRun.text_count)).all()
        gone = gone_quotes_of_need(session, need, (SOURCE,))
        assert len({one.number for one in gone}) == len(gone)
        pages = [voices_of_need(session, need, (SOURCE,), number=n) for n in (1, 2, 3)]
        assert sum(voice.gone is not None for page in pages for voice in page.voices) == len(gone)
        assert all((voice.text is None) == (voice.gone is not None) for p in pages for voice in p.voices)
        kept = (rows, sizes, need.people, pages[0].total)
        found = Trace(kept, len(quotes_of_need(session, need, (SOURCE,))), len(gone))
        session.rollback()
    return found


def test_sabotage_a_mixer_that_only_adds_doubles_the_figures(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = fill(own_app, OPEN)
    done(own_app, lambda session: withdraw(session, code))
    monkeypatch.setattr(mixer, "finalise", lambda session, survey, rows, removed=(): None)
    with own_app.app_context():
        number = db.session.scalars(select(Survey.id)).one()
        db.session.rollback()
    done(own_app, lambda session: _close(session, number))
    assert figures(own_app) != WITHOUT

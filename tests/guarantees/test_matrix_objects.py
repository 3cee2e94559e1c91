"""Which objects: one's own, of one's unit, of another, missing, deleted, closed; each status written by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.accounts.sessions import KEY_LENGTH, token_hash
from core.duties.queries import Scope
from core.duties.services import assign_duty
from core.policy import Duty, Role
from core.units.models import Unit
from core.uploads.models import Upload
from core.web.csrf import stateless_token
from forum.seats import queries as seat_queries
from forum.seats.models import Registration
from plan import indicators as indicator_services
from plan import items
from plan.enums import ItemState
from plan.item_models import Indicator
from surveys import import_files, publishing, queries, store
from surveys.enums import Access, Purpose
from surveys.models import AnswerImport, Question, Survey
from tests import factories
from tests.conventions.examples import World
from tests.guarantees import forum_objects
from tests.guarantees.visits import endpoint_at
from tests.page import Browser
from tests.plan import factories_items, factories_themes
from tests.surveys import factories_surveys

FO, MI, AU, CH = Duty.FEEDBACK_OFFICER, Duty.PARTNER, Duty.AUDITOR, Duty.CHECKER
FA, PL, AD, ASN = Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR, Role.ASN
Who = Role | Duty | None

# (who, method, address, status). Words in braces are things of the fixture `things`.
TABLE: tuple[tuple[Who, str, str, int], ...] = (
    # feedback of units: a duty for one unit and all below it
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{unit}", 200),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{below}", 200),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{other}", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{above}", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{small}", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/tidak-ada", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback_closed}/{unit}", 200),
    (FO, "GET", "/kelola/masukan-unit/{feedback_draft}/{unit}", 404),
    (FO, "GET", "/kelola/masukan-unit/{survey}/{unit}", 404),
    (FO, "GET", "/kelola/masukan-unit/tidak-ada/{unit}", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{unit}/jawaban/saran", 200),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{below}/jawaban/saran", 200),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{other}/jawaban/saran", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{small}/jawaban/saran", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{unit}/jawaban/persyaratan", 404),
    (FO, "GET", "/kelola/masukan-unit/{feedback}/{unit}/jawaban/tidak-ada", 404),
    (FO, "GET", "/kelola/survei/{feedback}/hasil", 403),
    (FO, "GET", "/kelola/survei/{feedback}/hasil/jawaban/saran", 403),
    # a partner: the items that the duty names
    (MI, "GET", "/kelola/program-saya/{item}", 200),
    (MI, "GET", "/kelola/program-saya/{item_postponed}", 200),
    (MI, "GET", "/kelola/program-saya/{item_other}", 404),
    (MI, "GET", "/kelola/program-saya/{item_deleted}", 404),
    (MI, "GET", "/kelola/program-saya/tidak-ada", 404),
    (MI, "GET", "/kelola/rencana/{item}", 403),
    (MI, "GET", "/kelola/rencana/{item}/ubah", 403),
    (MI, "POST", "/kelola/rencana/{item}/ubah", 403),
    (MI, "GET", "/rencana/{item_draft}", 404),
    # an auditor: figures, no texts, no answers
    (AU, "GET", "/kelola/survei/{survey}/hasil", 200),
    (AU, "GET", "/kelola/survei/{survey_closed}/hasil", 200),
    (AU, "GET", "/kelola/survei/{draft}/hasil", 404),
    (AU, "GET", "/kelola/survei/tidak-ada/hasil", 404),
    (AU, "GET", "/kelola/survei/{survey}/hasil.csv", 200),
    (AU, "GET", "/kelola/survei/{feedback}/skm", 200),
    (AU, "GET", "/kelola/survei/{survey}/hasil/jawaban/kebutuhan", 403),
    (AU, "GET", "/kelola/survei/{survey}/ekspor.csv", 403),
    (AU, "GET", "/kelola/rencana/{item_draft}", 200),
    (AU, "GET", "/kelola/kebutuhan/{need}", 403),
    (AU, "GET", "/kelola/akun/{someone}", 403),
    # checker and signer: needs and items, for reading
    (CH, "GET", "/kelola/kebutuhan/{need}", 200),
    (CH, "GET", "/kelola/kebutuhan/tidak-ada", 404),
    (CH, "POST", "/kelola/kebutuhan/{need}/kutipan", 403),
    (CH, "GET", "/kelola/rencana/{item_draft}", 200),
    (CH, "GET", "/kelola/rencana/{item_deleted}", 404),
    (Duty.SIGNER, "GET", "/kelola/rencana/{item}", 200),
    (Duty.SIGNER, "POST", "/kelola/rencana/{item}/status", 403),
    (Duty.SUPERIOR, "GET", "/kelola/survei/{survey}/hasil", 403),
    (Duty.SUPERIOR, "GET", "/kelola/rencana/{item}", 403),
    # what a superior sees of a survey, before answering
    (None, "GET", "/survei/{survey}/dilihat-atasan", 303),
    (ASN, "GET", "/survei/{survey}/dilihat-atasan", 200),
    (ASN, "GET", "/survei/{survey_closed}/dilihat-atasan", 200),
    (ASN, "GET", "/survei/{draft}/dilihat-atasan", 404),
    (ASN, "GET", "/survei/{feedback}/dilihat-atasan", 404),
    (ASN, "GET", "/survei/tidak-ada/dilihat-atasan", 404),
    # surveys: open, closed, draft, missing
    (ASN, "GET", "/survei/{survey}", 200),
    (ASN, "GET", "/survei/{survey_closed}", 409),
    (ASN, "GET", "/survei/{draft}", 404),
    (None, "GET", "/hasil/{survey}", 200),
    (None, "GET", "/hasil/{survey_closed}", 404),
    (None, "GET", "/masukan/{unit}", 200),
    (None, "GET", "/masukan/{inactive}", 404),
    # through the parent: the thing exists, but not here
    (FA, "GET", "/kelola/survei/{draft}/pertanyaan/{question}", 200),
    (FA, "GET", "/kelola/survei/{draft}/pertanyaan/{question_other}", 404),
    (FA, "GET", "/kelola/survei/{draft}/pertanyaan/0", 404),
    (FA, "GET", "/kelola/survei/{draft}/pertanyaan/{question_other}/hapus", 404),
    (FA, "POST", "/kelola/survei/{draft}/pertanyaan/{question_other}/hapus", 404),
    (FA, "POST", "/kelola/survei/{draft}/pertanyaan/{question_other}/naik", 404),
    (FA, "POST", "/kelola/survei/{draft}/pertanyaan/{question_other}/turun", 404),
    (FA, "POST", "/kelola/survei/{draft}/pertanyaan/{question_other}/gandakan", 404),
    (FA, "GET", "/kelola/survei/{survey}/impor/{import}", 200),
    (FA, "GET", "/kelola/survei/{survey}/impor/{import_other}", 404),
    (FA, "GET", "/kelola/survei/{survey}/impor/{import_other}/periksa", 404),
    (FA, "GET", "/kelola/survei/{survey}/impor/{import_other}/buang", 404),
    (FA, "POST", "/kelola/survei/{survey}/impor/{import_other}/buang", 404),
    (FA, "GET", "/kelola/survei/{feedback}/tautan/{link}", 200),
    (FA, "GET", "/kelola/survei/{feedback}/tautan/{link_other}", 404),
    (FA, "GET", "/kelola/survei/{survey}/hasil/jawaban/saran", 404),
    (FA, "GET", "/kelola/tema/{run}/{theme}", 200),
    (FA, "GET", "/kelola/tema/{run}/{theme_other}", 404),
    (PL, "POST", "/kelola/tema/{run}/{theme_other}/terima", 404),
    (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator}", 200),
    (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator_other}", 404),
    (PL, "POST", "/kelola/rencana/{item}/indikator/{indicator_other}", 404),
    (PL, "POST", "/kelola/rencana/{item}/indikator/{indicator_other}/hapus", 404),
    (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator_other}/pengukuran/baru", 404),
    (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator}/pengukuran/{measurement}", 200),
    (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator}/pengukuran/{measurement_other}", 404),
    (PL, "POST", "/kelola/rencana/{item}/indikator/{indicator}/pengukuran/{measurement_other}/hapus", 404),
    (PL, "GET", "/kelola/rencana/{item_deleted}", 404),
    (None, "GET", "/rencana/{item_draft}", 404),
    (None, "GET", "/rencana/{item_deleted}", 404),
    (None, "GET", "/rencana/{item_postponed}", 200),
    # accounts, sessions, files, duties
    (ASN, "POST", "/akun/perangkat/{device_other}/akhiri", 404),
    (ASN, "POST", "/akun/perangkat/0000000000000000/akhiri", 404),
    (AD, "GET", "/kelola/akun/{someone}", 200),
    (AD, "GET", "/kelola/akun/0", 404),
    (AD, "GET", "/kelola/tugas/{duty}/akhiri", 200),
    (AD, "GET", "/kelola/tugas/0/akhiri", 404),
    (AD, "POST", "/kelola/tugas/0/akhiri", 404),
    (AD, "GET", "/kelola/tugas/baru/{someone}", 200),
    (AD, "GET", "/kelola/tugas/baru/0", 404),
    (AD, "GET", "/kelola/tugas/baru/{someone}/auditor", 200),
    (AD, "GET", "/kelola/tugas/baru/{someone}/tidak-ada", 404),
    (AD, "POST", "/kelola/tugas/baru/0/auditor", 404),
    (AD, "GET", "/kelola/undangan/0/cabut", 404),
    (AD, "GET", "/kelola/surat-keluar/0", 404),
    (None, "GET", "/berkas/{upload}", 200),
    (None, "GET", "/berkas/{upload_unowned}", 404),
    (ASN, "GET", "/berkas/{upload_unowned}", 404),
    (None, "GET", "/berkas/tidak-ada", 404),
    *forum_objects.TABLE,
)


def _unit(session: Session, *, parent: Unit | None = None, active: bool = True) -> Unit:
    made = factories.unit(session)
    made.parent_id, made.active = parent.id if parent else None, active
    return made


def _speak_about(session: Session, survey: Survey, answers: dict[Unit, int]) -> None:
    version = factories_surveys.version_of(survey)
    for unit, count in answers.items():
        rows = [
            store.FinalRow(version_id=version.id, body={"saran": "cepat"}, unit_id=unit.id, unit_key=unit.key)
            for _ in range(count)
        ]
        store.finalise(session, survey, rows)


def _units(session: Session, world: World) -> dict[str, object]:
    """Around the unit of the duty: one above, one below, another, a small one; a second form, closed."""
    above, other = _unit(session), _unit(session)
    world.unit.parent_id = above.id
    below, small = _unit(session, parent=world.unit), _unit(session, parent=world.unit)
    answers = {below: 7, other: 8, above: 6, small: 3, _unit(session): 4}
    _speak_about(session, world.feedback, answers)
    closed = factories_surveys.feedback(session, cycle=world.cycle, key="masukan-lama")
    _speak_about(session, closed, {world.unit: 9})
    publishing.close_survey(session, closed, today=date(2026, 11, 24), actor_id=None)
    draft = factories_surveys.draft(
        session, cycle=world.cycle, purpose=Purpose.FEEDBACK, access=Access.PUBLIC, key="belum"
    )
    inactive = _unit(session, active=False)
    named = {"unit": world.unit, "below": below, "above": above, "other": other, "small": small}
    return {
        **{name: unit.key for name, unit in named.items()},
        "inactive": inactive.key,
        "feedback": world.feedback.key,
        "feedback_closed": closed.key,
        "feedback_draft": draft.key,
    }


def _surveys(session: Session, world: World) -> dict[str, object]:
    closed = factories_surveys.survey(session, cycle=world.cycle, key="aspirasi-lama")
    publishing.close_survey(session, closed, today=date(2026, 11, 24), actor_id=None)
    another = factories_surveys.survey(session, cycle=world.cycle, key="aspirasi-kedua")
    file = import_files.receive_file(
        session, another, filename="lain.csv", content=b"kebutuhan\narsip\n", actor_id=None
    )
    return {
        "survey": world.survey.key,
        "survey_closed": closed.key,
        "draft": world.draft.key,
        "question": world.draft.questions[0].id,
        "question_other": another.questions[0].id,
        "import": world.upload.id,
        "import_other": file.id,
        "link": world.link.code,
        "link_other": publishing.ensure_link(session, another, unit_id=None, actor_id=None).code,
    }


def _plan(session: Session, world: World) -> dict[str, object]:
    run = factories_themes.queued_run(session, world.cycle)
    other = factories_items.item(session, world.cycle, state=ItemState.PROPOSED)
    draft = factories_items.item(session, world.cycle)
    postponed = factories_items.item(session, world.cycle, state=ItemState.POSTPONED)
    deleted = factories_items.item(session, world.cycle)
    partner = session.get_one(Account, world.more["duties"][MI].account_id)
    for item in (postponed, deleted):
        key = {"object_kind": "plan_item", "object_key": item.key}
        assign_duty(session, partner, duty=MI, actor_id=None, **key)  # type: ignore[arg-type]
    gone = deleted.key
    items.delete_item(session, deleted, actor_id=None)
    foreign = factories_items.indicator(session, other, values=((date(2026, 8, 3), "18"),))
    return {
        "item": world.item.key,
        "item_other": other.key,
        "item_draft": draft.key,
        "item_postponed": postponed.key,
        "item_deleted": gone,
        "indicator": world.indicator.id,
        "indicator_other": foreign.id,
        "measurement": world.indicator.measurements[0].id,
        "measurement_other": foreign.measurements[0].id,
        "need": world.need.key,
        "run": world.run.id,
        "theme": world.open_theme.theme_key,
        "theme_other": f"tema-{run.id}",
    }


def _people(session: Session, world: World) -> dict[str, object]:
    token = factories.login_token(session, world.someone)
    unowned = Upload(
        key="tanpa-pemilik",
        owner_kind="akun",
        owner_key="1",
        filename="a.png",
        media_type="image/png",
        size=1,
        sha256="0" * 64,
    )
    session.add(unowned)
    return {
        "someone": world.someone.id,
        "device_other": token_hash(token)[:KEY_LENGTH],
        "duty": world.more["duties"][AU].id,
        "upload": world.more["upload"].key,
        "upload_unowned": unowned.key,
    }


@pytest.fixture
def things(session: Session, world: World, account_of: Callable[[Role], Account]) -> dict[str, object]:
    """The world, and what stands beside it and belongs to others."""
    made = {
        name: thing
        for make in (_units, _surveys, _plan, _people)
        for name, thing in make(session, world).items()
    }
    made |= forum_objects.things_of(session, world, account_of)
    session.commit()
    return made


def page_token(app: Flask, path: str) -> str:
    """The token of a form that needs no session; empty for the others."""
    policy = app.extensions["rembuk_policies"].get(endpoint_at(app, path, "POST"))
    with app.test_request_context():
        return stateless_token(path) if policy and policy.stateless else ""


@pytest.fixture
def visit(
    app: Flask, browser: Browser, browser_of: Callable[[Role | Duty], Browser], things: dict[str, object]
) -> Callable[[Who, str, str], int]:
    """The status that somebody gets; a post carries the token of their own page."""
    known: dict[Who, tuple[Browser, str]] = {}

    def meet(who: Who) -> tuple[Browser, str]:
        if who not in known:
            visitor = browser_of(who) if who else browser
            tokens = visitor.get("/").all("header input[name=csrf_token]")
            known[who] = visitor, str(tokens[0].get("value")) if tokens else ""
        return known[who]

    def visit(who: Who, method: str, address: str) -> int:
        visitor, token = meet(who)
        path = address.format(**things)
        data = {"csrf_token": page_token(app, path) or token} if method == "POST" else None
        return visitor.client.open(path, method=method, data=data).status_code

    return visit


def faults(visit: Callable[[Who, str, str], int], only: str = "") -> list[tuple[Who, str, str, int]]:
    """The lines of the table that the application does not keep, with the status it gave; `only` reads."""
    return [
        (who, method, address, got)
        for who, method, address, wanted in TABLE
        if (not only or (method == "GET" and only in address))
        and (got := visit(who, method, address)) != wanted
    ]


@pytest.mark.database
def test_every_object_for_everybody(visit: Callable[[Who, str, str], int]) -> None:
    assert faults(visit) == []


def test_no_object_changed_hands(
    session: Session, visit: Callable[[Who, str, str], int], things: Any
) -> None:
    """The posts of the table left other people's things where they were."""
    faults(visit)
    session.expire_all()
    assert session.get(Question, things["question_other"]) is not None
    assert session.get(AnswerImport, things["import_other"]) is not None
    assert session.get(Indicator, things["indicator_other"]) is not None
    assert forum_objects.untouched(session, things)


def test_sabotage_a_question_without_its_survey(
    visit: Callable[[Who, str, str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        queries, "question_of", lambda session, _survey, number: session.get_one(Question, number)
    )
    assert faults(visit, "/pertanyaan/{question_other}") == [
        (FA, "GET", "/kelola/survei/{draft}/pertanyaan/{question_other}", 200),
        (FA, "GET", "/kelola/survei/{draft}/pertanyaan/{question_other}/hapus", 200),
    ]


def test_sabotage_an_indicator_without_its_item(
    visit: Callable[[Who, str, str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        indicator_services, "indicator_of", lambda session, _item, number: session.get_one(Indicator, number)
    )
    assert faults(visit, "/indikator/{indicator_other}") == [
        (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator_other}", 200),
        (PL, "GET", "/kelola/rencana/{item}/indikator/{indicator_other}/pengukuran/baru", 200),
    ]


def test_sabotage_a_duty_without_its_scope(
    visit: Callable[[Who, str, str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = Scope(office=True, unit_ids=frozenset(), objects=frozenset())
    monkeypatch.setattr("surveys.views.duties.viewer_scope", lambda _duty: everything)
    monkeypatch.setattr("plan.views.partner.viewer_scope", lambda _duty: everything)
    assert faults(visit, "/masukan-unit/{feedback}/{other}") == [
        (FO, "GET", "/kelola/masukan-unit/{feedback}/{other}", 200),
        (FO, "GET", "/kelola/masukan-unit/{feedback}/{other}/jawaban/saran", 200),
    ]
    assert faults(visit, "/program-saya/{item_other}") == [
        (MI, "GET", "/kelola/program-saya/{item_other}", 200)
    ]


def test_sabotage_a_registration_without_its_workshop(
    visit: Callable[[Who, str, str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_any_workshop(session: Session, _workshop: object, key: str) -> Registration:
        return session.scalars(select(Registration).where(Registration.key == key)).one()

    monkeypatch.setattr(seat_queries, "of_workshop", of_any_workshop)
    assert faults(visit, "/{workshop}/peserta/{registration}") == [
        (FA, "GET", "/kelola/workshop/{workshop}/peserta/{registration}", 200)
    ]


def test_sabotage_a_post_that_is_everybodys(
    visit: Callable[[Who, str, str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.discussion.rules.is_by", lambda _post, number, **_more: number is not None)
    assert faults(visit, "/{topic}/{post_own}/") == [
        (Role.CITIZEN, "GET", "/forum/{topic}/{post_own}/ubah", 200),
        (Role.CITIZEN, "GET", "/forum/{topic}/{post_own}/tarik", 200),
    ]

"""One survey from the first answer to its closing, with the attacker looking on."""

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.db import db, writing
from surveys import mixer, publishing, store
from surveys.answer_models import AnswerCount
from surveys.definition import QuestionDef
from surveys.models import Survey
from surveys.pictures import digest_of
from surveys.store import Submission
from tests import factories
from tests.guarantees.attack.attacks import BACKUP_FROM
from tests.guarantees.attack.designs import SECRET, Design, built
from tests.guarantees.attack.loot import Loot, rows, steal
from tests.surveys import factories_invitations as invite
from tests.surveys import factories_surveys as make

BATCH = 10
PHOTO_BYTES = 9000
# A fixed order, so that the same people share a unit in every run.
UNIT_SIZES = (5, 8, 12, 15)


@dataclass
class Run:
    app: Flask
    survey_id: int
    loot: Loot


def run(app: Flask, design: Design, people: int, *, mid_backup: bool = False, codes: bool = False) -> Run:
    """Everybody answers one after the other; the mixer goes whenever a batch is full. `codes`: by invitation."""
    with built(app, design):
        survey_id, sent = _arrange(app, people, codes=codes)
        units = {who: str(one.body["unit"]) for who, one in sent}
        loot = Loot("", [who for who, _one in sent], SECRET, unit_of=units)
        gone_up: list[tuple[int, str]] = []
        for place, (who, one) in enumerate(sent, start=1):
            gone_up += [(who, value) for value in _submit(app, one)]
            if mid_backup and place == BACKUP_FROM + BATCH // 2:
                loot.backup = _backup(app)
            if design.mixed and place % BATCH == 0:
                _mix(app)
        loot.counters = gone_up
    return Run(app, survey_id, steal(app, loot))


def close(one: Run) -> Loot:
    """The survey is closed; the attacker looks again."""
    with one.app.app_context(), writing():
        survey = db.session.get_one(Survey, one.survey_id)
        publishing.close_survey(db.session(), survey, today=make.TODAY, actor_id=None)
        db.session.commit()
        db.session.remove()
    return steal(one.app, one.loot)


def _arrange(app: Flask, people: int, *, codes: bool) -> tuple[int, list[tuple[int, Submission]]]:
    """The survey, and who sends what in the order in which they come."""
    values = [f"v{number:03d}" for number in range(people)]
    dice = random.Random(11)
    post = QuestionDef("jabatan", "single", "Jabatan Anda", config=make.options(*values))
    with app.app_context(), writing():
        session: Session = db.session()
        made = invite.survey if codes else make.survey
        survey = made(session, batch_size=BATCH, questions=(make.NEED, post, make.PHOTO), quota=2 * people)
        accounts = [factories.account(session).id for _ in range(people)]
        holders = [_holder(session, survey, who, codes) for who in accounts]
        session.commit()
        units = unit_names(people)
        random.Random(5).shuffle(values)
        photos = [dice.randbytes(PHOTO_BYTES) for _ in accounts]
        sent = [
            make.submission(
                survey,
                {"kebutuhan": f"butuh-{who:06d}-pelatihan", "jabatan": value, "unit": unit, "foto": digest_of(photo)},
                pictures={digest_of(photo): photo}, nonce=dice.randbytes(16).hex(), **holder,
            )
            for who, holder, value, unit, photo in zip(accounts, holders, values, units, photos, strict=True)
        ]  # fmt: skip
        return survey.id, list(zip(accounts, sent, strict=True))


def _holder(session: Session, survey: Survey, who: int, codes: bool) -> dict[str, Any]:
    """By what this person may answer."""
    if not codes:
        return {"account_id": who}
    return {"invitation": code_hash(invite.invitation(session, survey, account_id=who))}


def unit_names(people: int) -> list[str]:
    names: list[str] = []
    while len(names) < people:
        size = UNIT_SIZES[len(set(names)) % len(UNIT_SIZES)]
        names += [f"unit{len(set(names))}"] * min(size, people - len(names))
    random.Random(7).shuffle(names)
    return names


def _submit(app: Flask, one: Submission) -> list[str]:
    """Send it; return which figures went up."""
    with app.app_context():
        before = _figures(db.session())
        store.append(db.session(), one, secret=SECRET)
        after = _figures(db.session())
        db.session.remove()
    return list(after - before)


def _figures(session: Session) -> Counter[str]:
    found = session.execute(
        select(AnswerCount.value, AnswerCount.count).where(AnswerCount.question == "jabatan")
    )
    return Counter({row.value: row[1] for row in found})


def _mix(app: Flask) -> None:
    """The job as the worker runs it: on SQLite it writes the file anew where pictures moved."""
    with app.app_context(), writing():
        mixer.mix(db.session(), {})(db.session())
        db.session.commit()
        db.session.remove()


def _backup(app: Flask) -> list[dict[str, object]]:
    """What `pg_dump` or `VACUUM INTO` would keep of the intake: rows in the order in which they lie."""
    with app.app_context():
        found = rows(db.session(), "intake")
        db.session.remove()
    return found

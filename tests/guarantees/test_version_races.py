"""A new version is published while answers are sent: each is counted once, as what it was given to asked.

Real threads against a database of their own. Some answer the form of the old version after the new one is
out, some read whichever is the newest at that moment. The new version turns its scale round, so an answer
that is counted under the wrong one stands at the wrong end.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Barrier, Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.db import db, writing
from core.jobs.runner import run_periodic
from surveys import columns, counting, publishing, store
from surveys.answer_models import Answer
from surveys.enums import Access
from surveys.models import Survey, SurveyVersion
from surveys.queries import latest_version
from surveys.results import load_counters
from surveys.store import Submission
from surveys.versions import Decision
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_invitations import invitation
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
EARLY, LATE, BATCH, HANG = 8, 8, 4, 60
TURNED = Decision(recode={str(step): str(5 - step) for step in range(1, 5)})


Who = dict[str, Any]


def asked(session: Session, survey: Survey) -> Who:
    """What tells somebody who may answer from others: an account, a code, or nothing."""
    if survey.access == Access.ACCOUNT:
        return {"account_id": factories.account(session).id}
    if survey.access == Access.CODE:
        return {"invitation": code_hash(invitation(session, survey))}
    return {}


def arrange(app: Flask, access: Access) -> tuple[int, int, list[Who]]:
    """A survey that was published once and is about to be again; its version; who answers."""
    with app.app_context(), writing():
        session: Session = db.session()
        make.feedback(session)  # another one, of which nothing is counted
        survey = make.survey(session, batch_size=BATCH, access=access, questions=(make.URGENT,))
        survey.questions[0].config = {
            "options": [{"value": str(n), "label_id": f"Tingkat {5 - n}"} for n in range(1, 5)]
        }
        people = [asked(session, survey) for _ in range(EARLY + LATE)]
        session.commit()
        arranged = survey.id, make.version_of(survey).id, people
        db.session.remove()
    return arranged


def publish_again(app: Flask, number: int) -> None:
    with app.app_context(), writing():
        survey = db.session().get_one(Survey, number)
        publishing.publish_survey(
            db.session(), survey, today=make.TODAY, actor_id=None, decisions={"mendesak": TURNED}
        )
        db.session.commit()
        db.session.remove()


def answer(app: Flask, number: int, version: int | None, who: Who) -> None:
    """One person answers a version, None: the one that is the newest now."""
    with app.app_context():
        session: Session = db.session()
        survey = session.get_one(Survey, number)
        if version is None:
            newest = latest_version(session, survey)
            assert newest is not None
            version = newest.id
        sent = Submission(number, version, Access(survey.access), token_hex(16), {"mendesak": "1"}, **who)
        store.append(session, sent, secret=SECRET)
        db.session.remove()


def rush(app: Flask, access: Access) -> None:
    """Everybody at once, the late ones when the new version is out; afterwards all that waited is mixed."""
    number, old, people = arrange(app, access)
    start, published = Barrier(EARLY + LATE + 1), Event()

    def run(place: int) -> None:
        start.wait(timeout=HANG)
        if place == EARLY + LATE:
            publish_again(app, number)
            published.set()
        elif place < EARLY:
            answer(app, number, None, people[place])
        else:
            assert published.wait(timeout=HANG)
            answer(app, number, old, people[place])

    with ThreadPoolExecutor(EARLY + LATE + 1) as pool:
        list(pool.map(run, range(EARLY + LATE + 1)))
    run_periodic(app)


def found_and_counted(app: Flask) -> tuple[dict[str, int], dict[str, int], int]:
    """How often each end of the scale was meant, by the answers and by the counters; and the answers in all."""
    with app.app_context():
        session: Session = db.session()
        survey = session.scalars(select(Survey).order_by(Survey.id.desc()).limit(1)).one()
        given = Counter(
            session.scalars(
                select(SurveyVersion.number).join(Answer, Answer.version_id == SurveyVersion.id)
            ).all()
        )
        counted = load_counters(session, survey)[""]
        session.rollback()
    meant = {"4": given[1]} | ({"1": given[2]} if given[2] else {})
    assert counted.get("@2", {}).get("", 0) == given[2]
    return meant, dict(counted["mendesak"]), counted[""][""]


@pytest.mark.parametrize("access", list(Access))
def test_an_answer_is_counted_once_as_its_own_version_asked(own_app: Flask, access: Access) -> None:
    rush(own_app, access)
    meant, counted, answers = found_and_counted(own_app)
    assert answers == EARLY + LATE
    assert meant["4"] >= LATE
    assert counted == meant


def test_sabotaged_counted_as_the_newest_version_asks_late_ones_stand_at_the_wrong_end(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newest(version: SurveyVersion) -> object:
        return columns.counted_pieces(version.survey.versions[-1])

    monkeypatch.setattr(counting, "counted_pieces", newest)
    rush(own_app, Access.PUBLIC)
    meant, counted, answers = found_and_counted(own_app)
    assert answers == EARLY + LATE
    assert counted["1"] >= meant.get("1", 0) + LATE
    assert counted != meant

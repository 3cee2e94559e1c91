"""A question for a photo in several versions: reworded, asked anew, no longer asked. What was sent stays to be seen."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from surveys import withdrawing
from surveys.answer_models import AnswerPicture
from surveys.exports import answer_rows
from surveys.held import held_by
from surveys.models import Survey
from surveys.pictures import clean_picture, digest_of
from surveys.versions import Decision
from surveys.withdrawing import Change
from tests.page import Browser
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import NEED, PHOTO, SECRET
from tests.surveys.pictures import photo
from tests.surveys.test_more_kinds import WORDS
from tests.surveys.test_pictures import answered, body
from tests.surveys.test_versions import publish

pytestmark = pytest.mark.database
BrowserOf = Callable[[Role], Browser]
REWORDED = replace(PHOTO, label_id="Foto jalan yang rusak")
FIRST, SECOND, THIRD, BEFORE = (clean_picture(photo(colour=colour)) for colour in (10, 70, 130, 190))


def versions(session: Session) -> tuple[Survey, dict[bytes, str]]:
    """Asked, reworded, another question, not asked: each version with a photo but the last; the codes."""
    survey = make.feedback(session, questions=(NEED, PHOTO))
    codes = {FIRST: answered(session, survey, FIRST), BEFORE: answered(session, survey, BEFORE)}
    publish(session, survey, (NEED, REWORDED))
    codes[SECOND] = answered(session, survey, SECOND)
    publish(session, survey, (NEED, replace(REWORDED, label_id="Foto lain")), {"foto": Decision(is_new=True)})
    codes[THIRD] = answered(session, survey, THIRD)
    publish(session, survey, (NEED,))
    session.expire_all()
    return survey, codes


def seen(staff: Browser, survey: Survey, name: str) -> list[bytes]:
    """The photos of a question, each by the address on its page."""
    page = staff.get(f"/kelola/survei/{survey.key}/hasil/jawaban/{name}")
    shown = [staff.client.get(str(image.get("src"))) for image in page.all("main figure img")]
    assert {reply.status_code for reply in shown} <= {200}
    return sorted(reply.data for reply in shown)


def test_every_column_shows_its_own_photos(session: Session, browser_of: BrowserOf) -> None:
    survey, _codes = versions(session)
    staff = browser_of(Role.PLANNER)
    found = staff.get(f"/kelola/survei/{survey.key}/hasil")
    ways = [unquote(str(one.get("href"))).rsplit("/", 1)[-1] for one in found.all(".charts .acts a")]
    assert ways == ["kebutuhan", "foto@3", "foto"]
    assert seen(staff, survey, "foto") == sorted([FIRST, SECOND, BEFORE])
    assert seen(staff, survey, "foto@3") == [THIRD]
    wrong = f"/kelola/survei/{survey.key}/hasil/foto/foto/{digest_of(THIRD)}"
    assert staff.client.get(wrong).status_code == 404
    head, *lines = answer_rows(session, survey, lang="id", words=WORDS)
    assert [title for title in head if "Foto" in str(title)] == head[-2:]
    assert sorted((line[-2] or 0, line[-1] or 0) for line in lines) == [(0, 1), (0, 1), (0, 1), (1, 0)]


def test_the_photo_of_an_old_version_is_changed_and_taken_back(session: Session, browser: Browser) -> None:
    survey, codes = versions(session)
    path = f"/lacak/{codes[FIRST]}/ubah"
    assert "Foto Anda sudah tersimpan." in browser.get(path).text
    assert withdrawing.withdraw(session, codes[FIRST]) is not None
    held = held_by(session, codes[SECOND])
    assert held is not None
    new = clean_picture(photo(colour=240))
    change = Change(codes[SECOND], "d" * 32, held.version_id, body(new), {digest_of(new): new})
    assert withdrawing.change(session, change, today=make.TODAY, secret=SECRET) is True
    kept = set(session.scalars(select(AnswerPicture.data).where(AnswerPicture.survey_id == survey.id)))
    assert kept == {new, THIRD, BEFORE}


@pytest.mark.parametrize(("asked", "shown"), [(1, 1), (2, 0)])
def test_several_photos_never_come_in_one_request(
    session: Session, browser: Browser, asked: int, shown: int
) -> None:
    more = [replace(PHOTO, name=f"foto_{n}", starts_page=True) for n in range(asked)]
    survey = make.feedback(session, questions=(NEED, *more), one_page=True)
    session.commit()
    page = browser.get(f"/survei/{survey.key}")
    assert len(page.all("main input[type=file]")) == shown
    assert len(page.all("main [name=form-whole]")) == shown

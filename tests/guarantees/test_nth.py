"""Guarantee "nth": the n-th database call of a submit, of the mixer, of closing fails: all or nothing.

For n = 1, 2, ... until no call is left, each once failing before it did anything and once with its
answer lost: the rows of an answer are all there or none, nobody reads an acknowledgement without rows, and
the same letter sent again is one answer.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core.db import db, writing
from surveys import mixer, publishing, store
from surveys.answer_models import Answer, AnswerCount, Intake, Participation, Spent
from surveys.enums import Access, SurveyState
from surveys.models import Survey
from tests import factories
from tests.guarantees.fault_forms import Forms, Letter, faults, open_forms
from tests.guarantees.fault_process import code_in
from tests.guarantees.nth_call import AFTER, BEFORE, commits_in_the_midst, nth_call_fails
from tests.surveys import factories_surveys as make

pytestmark = [pytest.mark.database, pytest.mark.slow]
WHEN = pytest.mark.parametrize("when", [BEFORE, AFTER])
WHOSE = pytest.mark.parametrize("access", [Access.PUBLIC, Access.ACCOUNT])
BATCH = 10
# A submit, the mixer and closing make more calls than this; fewer would mean that none was counted.
FEWEST_CALLS = 8
Rows = tuple[int, ...]
# The rows of one answer: participation, intake, spent, answer, and the sum of the counters.
OF_ONE = {Access.PUBLIC: (0, 0, 1, 1, 3), Access.ACCOUNT: (1, 1, 1, 0, 0)}
NOTHING = (0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory, engine_name: str) -> Iterator[Forms]:
    """One for all tests that leave whole rows behind."""
    forms = open_forms(tmp_path_factory.mktemp("nth"), engine_name)
    yield forms
    forms.close()


@pytest.fixture
def spoilt(tmp_path: Path, engine_name: str) -> Iterator[Forms]:
    """For the sabotages."""
    forms = open_forms(tmp_path / "data", engine_name)
    yield forms
    forms.close()


def rows(forms: Forms) -> Rows:
    with forms.app.app_context():
        tables = (Participation, Intake, Spent, Answer)
        sizes = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        counters = db.session.scalar(select(func.coalesce(func.sum(AnswerCount.count), 0)))
        db.session.rollback()
        return (*sizes, int(counters or 0))


def send(forms: Forms, letter: Letter) -> tuple[int, str, bool]:
    """Status, the hash of the code on the page, and whether the page has what was typed."""
    client = forms.app.test_client(use_cookies=False)
    headers = {"Cookie": letter.cookie} if letter.cookie else {}
    answer = client.post(letter.path, data=letter.fields, headers=headers, follow_redirects=True)
    page = answer.get_data(as_text=True)
    return answer.status_code, code_in(page), letter.text in page


def new_letter(forms: Forms, access: Access) -> Letter:
    return forms.letter(forms.new_cookie() if access == Access.ACCOUNT else "")


def submits(
    forms: Forms, access: Access, when: str
) -> Iterator[tuple[int, Rows, tuple[int, str, bool], Letter]]:
    """For each n: which, the rows that came to be, what the person saw, and the letter."""
    forms.app.config["PROPAGATE_EXCEPTIONS"] = False
    for number in count(1):
        letter, before = new_letter(forms, access), rows(forms)
        with nth_call_fails(forms.app, number, when) as fault:
            seen = send(forms, letter)
        new = tuple(after - old for after, old in zip(rows(forms), before, strict=True))
        yield number, new, seen, letter
        if not fault.failed:
            return


def halves(forms: Forms, access: Access, when: str) -> list[str]:
    """What is wrong about submits with a fault; empty when the guarantee holds."""
    wrong, number, told = [], 0, {}
    for number, new, (status, code, typed), letter in submits(forms, access, when):
        if new not in {NOTHING, OF_ONE[access]}:
            wrong.append(f"{number}: rows {new}")
        if bool(code) != (status == 200) or status not in {200, 500, 503}:
            wrong.append(f"{number}: {status} and code {code!r}")
        if not code and not typed:
            wrong.append(f"{number}: {status} without the text")
        if code and new != OF_ONE[access]:
            wrong.append(f"{number}: acknowledged, rows {new}")
        told[letter.text] = send(forms, letter)[1]
        if not told[letter.text] or send(forms, letter)[1] != told[letter.text]:
            wrong.append(f"{number}: sent again and not acknowledged")
    wrong += faults(forms, told, all_told=False)
    return wrong if number > FEWEST_CALLS else [*wrong, f"only {number} calls"]


@WHEN
@WHOSE
def test_a_submit_is_whole_or_nothing_and_sent_again_one(forms: Forms, access: Access, when: str) -> None:
    assert halves(forms, access, when) == []


@WHOSE
def test_sabotage_a_commit_in_the_midst_is_caught(spoilt: Forms, access: Access) -> None:
    with commits_in_the_midst(spoilt.app):
        wrong = halves(spoilt, access, BEFORE)
    assert any("rows" in one for one in wrong)


def fill(forms: Forms) -> None:
    """A batch that waits."""
    for number in range(BATCH):
        with forms.app.app_context(), writing():
            session = db.session()
            survey, account = session.get_one(Survey, forms.own_id), factories.account(session)
            sent = make.submission(survey, {"kebutuhan": f"Jawaban {number}"}, account_id=account.id)
            session.commit()
            store.append(session, sent, secret=make.SECRET)


def mix(forms: Forms) -> None:
    with forms.app.app_context(), writing():
        mixer.mix_batches(db.session(), forms.own_id)
        db.session.commit()


def close(forms: Forms) -> None:
    with forms.app.app_context(), writing():
        survey = db.session.get_one(Survey, forms.own_id)
        publishing.close_survey(db.session(), survey, today=make.TODAY, actor_id=None)
        db.session.commit()


def open_again(forms: Forms) -> None:
    with forms.app.app_context(), writing():
        survey = db.session.get_one(Survey, forms.own_id)
        survey.state, survey.closed_on = SurveyState.OPEN, None
        db.session.commit()


def state_of(forms: Forms) -> tuple[str, list[str], list[str], int]:
    """The survey's state, who waits, who is final, and how many the counters say."""
    with forms.app.app_context():
        waiting, final = (
            sorted(db.session.scalars(select(model.receipt_hash).where(model.survey_id == forms.own_id)))
            for model in (Intake, Answer)
        )
        own = (
            AnswerCount.survey_id == forms.own_id,
            AnswerCount.unit_key == "",
            AnswerCount.question == "",
        )
        counted = db.session.scalar(select(func.sum(AnswerCount.count)).where(*own)) or 0
        state = str(db.session.get_one(Survey, forms.own_id).state)
        db.session.rollback()
        return state, waiting, final, int(counted)


def moves(forms: Forms, action: Callable[[Forms], None], when: str, *, closes: bool) -> list[str]:
    """What is wrong about moving a batch with a fault; empty when the guarantee holds."""
    wrong, number = [], 0
    close(forms)  # whoever waits from before
    for number in count(1):
        if not state_of(forms)[1]:
            open_again(forms)
            fill(forms)
        before = state_of(forms)
        moved = sorted(before[1] + before[2])
        whole = (str(SurveyState.CLOSED) if closes else before[0], [], moved, len(moved))
        with nth_call_fails(forms.app, number, when) as fault:
            ended = _ends(forms, action)
        after = state_of(forms)
        if after not in (whole, before):
            wrong.append(f"{number}: {len(after[1])} wait, {len(after[2])} final, {after[3]} counted")
        if ended and after != whole:
            wrong.append(f"{number}: ended and not moved")
        if not fault.failed:
            break
    open_again(forms)
    return wrong if number > FEWEST_CALLS else [*wrong, f"only {number} calls"]


def _ends(forms: Forms, action: Callable[[Forms], None]) -> bool:
    try:
        action(forms)
    except OperationalError:
        return False
    return True


MOVES = pytest.mark.parametrize(("action", "closes"), [(mix, False), (close, True)], ids=["mix", "close"])


@WHEN
@MOVES
def test_a_batch_moves_whole_or_waits(
    forms: Forms, action: Callable[[Forms], None], closes: bool, when: str
) -> None:
    assert moves(forms, action, when, closes=closes) == []


@MOVES
def test_sabotage_a_mixer_that_commits_in_the_midst_is_caught(
    spoilt: Forms, action: Callable[[Forms], None], closes: bool
) -> None:
    with commits_in_the_midst(spoilt.app):
        wrong = moves(spoilt, action, BEFORE, closes=closes)
    assert any("counted" in one for one in wrong)

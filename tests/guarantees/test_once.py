"""Guarantee "once": one submit is one row, however often and however parallel it arrives.

Real threads against a database of their own (a file, a PostgreSQL database): the shared fixture has
one connection and would serialise everything. The check is a function, so that it can be shown to
go red: once with the mechanism removed, once with clients that break the rule.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core import nonces
from core.db import db, writing
from core.policy import Role
from surveys import store
from surveys.answer_models import Answer, AnswerCount, Intake, Participation
from surveys.enums import Access
from surveys.models import Survey
from tests import factories
from tests.conftest import make_app
from tests.page import Page
from tests.surveys import factories_surveys as make

pytestmark = pytest.mark.database
CLIENTS = 50
THREADS = 10


@dataclass(frozen=True)
class Forms:
    """An application of its own, and the address of an open form."""

    app: Flask
    path: str
    token: str = ""

    def client(self) -> Callable[[dict[str, str]], TestResponse]:
        """A browser of its own that posts; logged in where the form needs it."""
        client = self.app.test_client()
        if self.token:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = self.token, True
        return lambda data: client.post(self.path, data=data)

    def hidden(self) -> dict[str, str]:
        """The hidden fields of a freshly opened page."""
        client = self.app.test_client()
        if self.token:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = self.token, True
        return Page(client.get(self.path)).fields()


def arrange(app: Flask, access: Access) -> Forms:
    with app.app_context(), writing():
        session: Session = db.session()
        cycle = factories.cycle(session)
        token = ""
        if access == Access.ACCOUNT:
            survey = make.survey(session, cycle=cycle, questions=(make.NEED,))
            token = factories.login_token(session, factories.account(session, role=Role.ASN))
        else:
            survey = make.feedback(session, cycle=cycle, questions=(make.NEED,))
        session.commit()
        return Forms(app, f"/survei/{survey.key}", token)


@pytest.fixture(params=[Access.PUBLIC, Access.ACCOUNT], ids=str)
def forms(request: pytest.FixtureRequest, tmp_path: Path, engine_name: str) -> Iterator[Forms]:
    app = make_app(tmp_path, engine_name)
    yield arrange(app, request.param)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def public(tmp_path: Path, engine_name: str) -> Iterator[Forms]:
    app = make_app(tmp_path, engine_name)
    yield arrange(app, Access.PUBLIC)
    with app.app_context():
        db.engine.dispose()


def in_parallel(forms: Forms, bodies: list[dict[str, str]]) -> list[Page]:
    """All at once, as far as the threads allow: each round starts together."""
    start = Barrier(THREADS)

    def post(data: dict[str, str]) -> Page:
        send = forms.client()
        start.wait(timeout=60)
        return Page(send(data))

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(post, bodies))


def stored(app: Flask) -> dict[str, int]:
    """Answers in the tables, answers according to the counters, and participations."""
    with app.app_context():
        session: Session = db.session()

        def count(model: type[Answer] | type[Intake] | type[Participation]) -> int:
            return session.scalar(select(func.count()).select_from(model)) or 0

        total = select(AnswerCount.count).where(AnswerCount.question == "", AnswerCount.unit_key == "")
        found = {
            "answers": count(Answer) + count(Intake),
            "counted": (session.scalar(total) or 0) + count(Intake),
        }
        session.rollback()
        return found


def doubles(forms: Forms, pages: list[Page]) -> list[str]:
    """What is wrong about many posts of one submit; empty when the guarantee holds."""
    wrong = [f"status {page.status}" for page in pages if page.status != 200]
    told = {code for page in pages for code in page.texts('[data-testid="kode-lacak"]')}
    wrong += [f"{len(told)} codes"] if len(told) != 1 else []
    rows = stored(forms.app)
    return wrong + [f"{count} {name}" for name, count in rows.items() if count != 1]


def test_fifty_parallel_posts_of_one_nonce_are_one_row(forms: Forms) -> None:
    data = {**forms.hidden(), "kebutuhan": "Sekali saja"}
    pages = in_parallel(forms, list(repeat(data, CLIENTS)))
    assert doubles(forms, pages) == []


def test_sabotage_a_store_that_does_not_claim_the_nonce_is_caught(
    public: Forms, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {**public.hidden(), "kebutuhan": "Sekali saja"}
    monkeypatch.setattr(store, "_claim_nonce", lambda *_: True)
    monkeypatch.setattr(store, "code_hash", lambda _code: nonces.new_nonce())
    pages = in_parallel(public, list(repeat(data, CLIENTS)))
    assert doubles(public, pages) == [f"{CLIENTS} answers", f"{CLIENTS} counted"]


def test_sabotage_a_nonce_for_each_request_is_caught(public: Forms) -> None:
    data = {"kebutuhan": "Sekali saja"}
    pages = in_parallel(public, [{**public.hidden(), **data} for _ in range(CLIENTS)])
    assert doubles(public, pages) == [f"{CLIENTS} codes", f"{CLIENTS} answers", f"{CLIENTS} counted"]


def test_one_nonce_with_other_texts_lets_one_through(forms: Forms) -> None:
    hidden = forms.hidden()
    pages = in_parallel(forms, [{**hidden, "kebutuhan": f"Teks {n}"} for n in range(CLIENTS)])
    assert sorted(page.status for page in pages) == [200] + [409] * (CLIENTS - 1)
    kept = [
        page.one("textarea").text_content().strip() == f"Teks {number}"
        for number, page in enumerate(pages)
        if page.status == 409
    ]
    assert kept == [True] * (CLIENTS - 1)
    assert stored(forms.app) == {"answers": 1, "counted": 1}


def test_double_click_back_and_reload_are_one_row(forms: Forms) -> None:
    data = {**forms.hidden(), "kebutuhan": "Sekali saja"}
    clicked = in_parallel(forms, list(repeat(data, THREADS)))  # an impatient finger
    back, reloaded = Page(forms.client()(data)), Page(forms.client()(data))
    assert doubles(forms, [*clicked, back, reloaded]) == []


def test_an_error_in_between_does_not_make_a_second_row(public: Forms) -> None:
    hidden = public.hidden()
    refused = Page(public.client()({**hidden, "kebutuhan": "x" * 5001}))
    assert refused.status == 422
    assert stored(public.app) == {"answers": 0, "counted": 0}
    data = {**refused.fields(), "kebutuhan": "Sekali saja"}
    pages = in_parallel(public, list(repeat(data, THREADS)))
    assert doubles(public, pages) == []
    assert data["nonce"] == hidden["nonce"]


def test_one_account_from_many_devices_takes_part_once(tmp_path: Path, engine_name: str) -> None:
    forms = arrange(make_app(tmp_path, engine_name), Access.ACCOUNT)
    hidden = forms.hidden()
    bodies = [{**hidden, "nonce": nonces.new_nonce(), "kebutuhan": f"Teks {n}"} for n in range(CLIENTS)]
    pages = in_parallel(forms, bodies)
    assert sorted(page.status for page in pages) == [200] + [409] * (CLIENTS - 1)
    assert stored(forms.app) == {"answers": 1, "counted": 1}
    with forms.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Participation)) == 1
        db.session.rollback()
        db.engine.dispose()


def test_many_people_at_once_all_count(public: Forms) -> None:
    bodies = [{**public.hidden(), "kebutuhan": "Sama"} for _ in range(CLIENTS)]
    pages = in_parallel(public, bodies)
    assert [page.status for page in pages] == [200] * CLIENTS
    assert stored(public.app) == {"answers": CLIENTS, "counted": CLIENTS}
    with public.app.app_context():
        survey = db.session.scalars(select(Survey)).one()
        assert survey.access == Access.PUBLIC
        db.session.rollback()

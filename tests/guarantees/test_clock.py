"""Guarantee "clock": the server's clock jumps by +3 h, -3 h or +400 days while people answer, and back at the end.

At each place of the way: before logging in, before a form is opened, sent, its receipt read, the batch
mixed, the survey closed. No page fails, what was opened before can be sent after, answers are kept (those to a public form that
seems to have been open for a year wait until staff have looked at them), a draft opens once the clock is right again, people can
log in, the mixer runs.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from core.db import db, writing
from core.jobs.runner import run_periodic
from core.policy import Role
from core.rights import retention
from core.web import csrf
from surveys import publishing
from surveys.answer_models import Answer, SuspectAnswer
from surveys.models import Survey
from tests import factories
from tests.conftest import make_app
from tests.guarantees.fault_process import code_in
from tests.page import Page
from tests.surveys import factories_surveys as make

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
JUMPS = {"later": timedelta(hours=3), "earlier": timedelta(hours=-3), "next-year": timedelta(days=400)}
PLACES = ("login", "open", "send", "receipt", "mix", "close")
BATCH = 2
_numbers = count(1)

pytestmark = [pytest.mark.database, pytest.mark.slow]


class Walk:
    """One person answers a public form and a survey with accounts, and leaves a third form half filled."""

    def __init__(self, app: Any, clock: time_machine.Traveller) -> None:
        self.app, self.clock = app, clock
        self.number = next(_numbers)
        self.texts = [f"Jawaban {self.number} {kind}" for kind in ("warga", "pegawai", "pegawai kedua")]
        self.wrong: list[str] = []
        self.client: FlaskClient = app.test_client()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.codes: list[str] = []
        with app.app_context(), writing():
            session = db.session()
            cycle = factories.cycle(session)
            public = make.feedback(session, cycle=cycle, questions=(make.NEED,))
            own = make.survey(session, cycle=cycle, questions=(make.NEED,), batch_size=BATCH)
            people = [factories.account(session, role=Role.ASN) for _ in range(BATCH)]
            session.commit()
            self.own_id = own.id
            self.paths = [f"/survei/{public.key}", f"/survei/{own.key}"]
            self.logins = [person.login for person in people]

    def look(self, path: str, wanted: tuple[int, ...] = (200,), client: FlaskClient | None = None) -> Page:
        page = Page((client or self.client).get(path))
        if page.status not in wanted:
            self.wrong.append(f"{path}: {page.status}")
        return page

    def alive(self, *paths: str) -> None:
        """Whatever they say, they do not fail."""
        statuses = {path: self.client.get(path).status_code for path in paths}
        self.wrong += [f"{path}: {status}" for path, status in statuses.items() if status >= 500]

    def login(self, client: FlaskClient | None = None, login: str = "") -> None:
        client = client or self.client
        name, password = login or self.logins[0], factories.PASSWORD
        hidden = Page(client.get("/masuk")).fields()
        status = client.post("/masuk", data={**hidden, "login": name, "password": password}).status_code
        if status != 303:
            self.wrong.append(f"login {status}")

    def open(self) -> None:
        for path in self.paths:
            if path == self.paths[1] and self.client.get(path).status_code == 303:
                self.login()  # the session has ended: one logs in again
            self.forms.append((path, self.look(path).fields()))
        other = self.app.test_client()
        draft = self.look(self.paths[0], client=other).fields()
        data = {**draft, "kebutuhan": f"Setengah {self.number}", "form-act": "save"}
        saved = Page(other.post(self.paths[0], data=data))
        self.resume = saved.one('[data-testid="kode-lanjut"]').text_content().strip()

    def send(self) -> None:
        for (path, hidden), text in zip(self.forms, self.texts, strict=False):
            self._post(self.client, path, {**hidden, "kebutuhan": text})
        second = self.app.test_client()
        self.login(second, self.logins[1])
        hidden = self.look(self.paths[1], client=second).fields()
        self._post(second, self.paths[1], {**hidden, "kebutuhan": self.texts[2]})

    def _post(self, client: FlaskClient, path: str, data: dict[str, str]) -> None:
        page = Page(client.post(path, data=data))
        if page.status == 403 and data["kebutuhan"] in page.text:
            self.login(client)
            page = Page(client.post(path, data=data))
        if not code_in(page.text):
            self.wrong.append(f"{path}: {page.status} instead of a receipt")
            return
        self.codes.append(page.one('[data-testid="kode-lacak"]').text_content().strip())

    def receipt(self) -> None:
        for code in self.codes:
            self.look(f"/lacak/{code}")

    def mix(self) -> None:
        run_periodic(self.app)

    def close(self) -> None:
        with self.app.app_context(), writing():
            survey = db.session.get_one(Survey, self.own_id)
            publishing.close_survey(db.session(), survey, today=self._today(), actor_id=None)
            db.session.commit()

    def _today(self) -> Any:
        return datetime.now(UTC).date()

    def go(self, jump: timedelta, place: str) -> list[str]:
        """The whole way, with a wrong clock from the place on; what went wrong."""
        self.clock.move_to(NOON)
        for step in PLACES:
            if step == place:
                self.clock.move_to(NOON + jump)
            getattr(self, step)()
            self.alive("/survei")
        self.alive("/", "/healthz", "/lanjut", f"/lanjut/{self.resume}")
        self._right_again()
        return [f"{place}: {one}" for one in self.wrong]

    def _right_again(self) -> None:
        self.clock.move_to(NOON + timedelta(hours=1))
        page = Page(self.app.test_client().get(f"/lanjut/{self.resume}", follow_redirects=True))
        if f"Setengah {self.number}" not in page.text:
            self.wrong.append("draft lost")
        with self.app.app_context():
            bodies = [b for model in (Answer, SuspectAnswer) for b in db.session.scalars(select(model.body))]
            kept = [str(body["kebutuhan"]) for body in bodies]
            self.wrong += [f"{text} {kept.count(text)} times" for text in self.texts if kept.count(text) != 1]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON) as clock:
        yield clock


@pytest.fixture
def app(tmp_path: Path, engine_name: str, clock: time_machine.Traveller) -> Iterator[Any]:
    app = make_app(tmp_path / "data", engine_name)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    run_periodic(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_harms_nobody(app: Any, clock: time_machine.Traveller, jump: str) -> None:
    assert [one for place in PLACES for one in Walk(app, clock).go(JUMPS[jump], place)] == []


@pytest.mark.parametrize("jump", ["later", "earlier"])
def test_sabotage_forms_that_expire_are_caught(
    app: Any, clock: time_machine.Traveller, jump: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Expiring(URLSafeTimedSerializer):
        """What forms of other products carry."""

        def loads(self, s: str | bytes, *_more: Any, **_kwargs: Any) -> Any:
            return super().loads(s, max_age=7200)

    monkeypatch.setattr(csrf, "_signer", lambda: Expiring("a key", salt="stateless-form"))
    wrong = Walk(app, clock).go(JUMPS[jump], "send")
    assert any("instead of a receipt" in one for one in wrong)


def test_sabotage_a_purge_that_believes_any_clock_is_caught(
    app: Any, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "LONGEST_PAUSE", timedelta.max)
    assert "mix: draft lost" in Walk(app, clock).go(JUMPS["next-year"], "mix")

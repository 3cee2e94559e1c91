"""Two open forms on a database of their own, what to send to them, and what is stored of it.

A public form and a survey with accounts; every account answers once. Answers are told apart by their
text, and by the hash of the tracking code that was shown to the sender.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from secrets import token_hex

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.config import load_settings
from core.db import db, writing
from core.policy import Role
from rembuk import migrate
from rembuk.app import create_app
from surveys.answer_models import Answer, AnswerCount, Intake, Participation, Spent
from tests import factories
from tests.conftest import WITHOUT_LIMIT, make_app
from tests.page import Page
from tests.surveys import factories_surveys as make

_numbers = count(1)


@dataclass(frozen=True)
class Letter:
    """One answer on its way: sent again, the same, until it is acknowledged."""

    path: str
    fields: dict[str, str]
    cookie: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        return self.fields["kebutuhan"]


@dataclass(frozen=True)
class Kept:
    """What the tables hold."""

    codes: dict[str, list[str]]
    rows: dict[str, int]
    counted: int

    def texts(self) -> Counter[str]:
        return Counter({text: len(codes) for text, codes in self.codes.items()})


class Forms:
    """The forms of an application, and letters to them."""

    def __init__(self, app: Flask, *, accounts: int = 0) -> None:
        self.app = app
        with app.app_context(), writing():
            session: Session = db.session()
            cycle = factories.cycle(session)
            # Letters get nonces of their own, which a form that looks for junk would set aside.
            public = make.feedback(session, cycle=cycle, questions=(make.NEED, make.POST), screened=False)
            own = make.survey(session, cycle=cycle, questions=(make.NEED, make.POST))
            tokens = [new_token(session) for _ in range(accounts)]
            session.commit()
            self.public_id, self.own_id = public.id, own.id
            self.public, self.own = f"/survei/{public.key}", f"/survei/{own.key}"
        self.cookies = [cookie_of(app, token) for token in tokens]
        self._hidden: dict[str, dict[str, str]] = {}

    def hidden(self, path: str, cookie: str = "") -> dict[str, str]:
        """The hidden fields of the form; the nonce is replaced for each letter."""
        if path not in self._hidden:
            headers = {"Cookie": cookie} if cookie else {}
            client = self.app.test_client(use_cookies=False)
            self._hidden[path] = Page(client.get(path, headers=headers)).fields()
        return self._hidden[path]

    def letter(self, cookie: str = "", *, filling: str = "") -> Letter:
        """A new answer with a text of its own: to the public form, or with a cookie to the other."""
        path = self.own if cookie else self.public
        own = {"nonce": token_hex(16), "kebutuhan": f"Jawaban {next(_numbers)} {token_hex(8)}{filling}"}
        return Letter(path, {**self.hidden(path, cookie), "jabatan": "pelaksana", **own}, cookie)

    def new_cookie(self) -> str:
        """Of one more account."""
        with self.app.app_context(), writing():
            token = new_token(db.session())
            db.session.commit()
        return cookie_of(self.app, token)

    def kept(self) -> Kept:
        with self.app.app_context():
            session: Session = db.session()
            codes: dict[str, list[str]] = {}
            for model in (Answer, Intake):
                for body, code in session.execute(select(model.body, model.receipt_hash)):
                    codes.setdefault(str(body["kebutuhan"]), []).append(code or "")
            rows = {
                model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
                for model in (Answer, Intake, Participation, Spent)
            }
            own = AnswerCount.unit_key == ""
            counted = session.scalar(
                select(func.sum(AnswerCount.count)).where(own, AnswerCount.question == "")
            )
            session.rollback()
            return Kept(codes, rows, int(counted or 0))

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def open_forms(data: Path, engine_name: str, *, accounts: int = 0) -> Forms:
    return Forms(make_app(data, engine_name), accounts=accounts)


def forms_at(data: Path, database_url: str, *, accounts: int = 0) -> Forms:
    """In an empty database at this address."""
    environ = {
        "REMBUK_DATA": str(data),
        "REMBUK_SECRET_KEY": "a key for tests only",
        "REMBUK_DATABASE_URL": database_url,
        "REMBUK_LOG_LEVEL": "CRITICAL",
        **WITHOUT_LIMIT,
    }
    settings = load_settings(environ)
    migrate.upgrade(settings.database_url)
    return Forms(create_app(settings), accounts=accounts)


def new_token(session: Session) -> str:
    return factories.login_token(session, factories.account(session, role=Role.ASN))


def cookie_of(app: Flask, token: str) -> str:
    """The cookie header of a browser that is logged in."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'_user_id': token, '_fresh': True})}"


def faults(forms: Forms, acknowledged: dict[str, str], *, all_told: bool = True) -> list[str]:
    """What is wrong with the tables, given text -> hash of the code that was shown; empty when all is well.

    `all_told`: everybody went on until they were acknowledged, so nothing else may be there either.
    """
    kept = forms.kept()
    wrong = [f"lost {text}" for text in acknowledged if text not in kept.codes]
    wrong += [f"doubled {text}" for text, times in kept.texts().items() if times != 1]
    for text_, code in acknowledged.items():
        if text_ in kept.codes and code not in kept.codes[text_]:
            wrong.append(f"another code {text_}")
    if all_told:
        wrong += [f"unknown {text}" for text in kept.codes if text not in acknowledged]
    return wrong + _uneven(forms, kept) + _broken(forms)


def _uneven(forms: Forms, kept: Kept) -> list[str]:
    """Tables that do not fit each other."""
    answers = kept.rows["answer"] + kept.rows["intake"]
    with forms.app.app_context():
        mine = [model.survey_id == forms.own_id for model in (Answer, Intake)]
        own = sum(db.session.scalar(select(func.count()).where(clause)) or 0 for clause in mine)
        db.session.rollback()
    wrong = [f"{kept.counted} counted"] if kept.counted != kept.rows["answer"] else []
    wrong += [f"{kept.rows['spent']} nonces"] if kept.rows["spent"] != answers else []
    return wrong + ([f"{kept.rows['participation']} people"] if kept.rows["participation"] != own else [])


def _broken(forms: Forms) -> list[str]:
    """SQLite's own opinion of its file."""
    with forms.app.app_context():
        if db.engine.dialect.name != "sqlite":
            return []
        said = list(db.session.scalars(text("PRAGMA integrity_check")))
        db.session.rollback()
    return [] if said == ["ok"] else said

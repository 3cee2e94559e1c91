"""Guarantee "erase", for accounts: nothing of the holder is left in the file of SQLite or its log."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from core.accounts import services
from core.accounts.models import Account
from core.db import db, writing
from core.jobs.runner import run_periodic
from core.rights import erasing
from core.rights.erasing import ErasureReason, erase_account
from rembuk.models import METADATA
from rembuk.slices import SLICES

PROVIDERS = tuple(data for s in SLICES for data in s.personal_data)
NAME, LOGIN, MAIL = "Yosefina Kenari Lestari", "kenari.yosefina", "kenari@surel.example"
SECRETS = (NAME, LOGIN, MAIL)
OTHERS = 40


def fill(app: Flask) -> int:
    """The holder among others, changed a few times so that older states lie about."""
    with app.app_context(), writing():
        session = db.session()
        for number in range(OTHERS):
            session.add(Account(login=f"lain{number}", name=f"Orang lain {number}", password_hash="!"))
        made = Account(login=LOGIN, name=NAME, email=MAIL, password_hash="!")
        session.add(made)
        session.commit()
        services.change_role(session, made, role=services.Role.ASN, actor_id=None)
        session.commit()
        return made.id


def erase(app: Flask, account_id: int) -> None:
    with app.app_context(), writing():
        account = db.session.get_one(Account, account_id)
        erase_account(
            db.session(), account, providers=PROVIDERS, reason=ErasureReason.SELF, actor_id=account_id
        )
        db.session.commit()
        db.session.remove()


def in_files(folder: Path) -> list[str]:
    """Which of the secrets a reader of the files finds, the present log included."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*sqlite*")) if path.is_file())
    assert b"Orang lain 7" in data, "the files are read"
    return [secret for secret in SECRETS if secret.encode() in data]


def test_no_byte_is_left_in_file_and_log(own_app: Flask, tmp_path: Path) -> None:
    account_id = fill(own_app)
    assert in_files(tmp_path) == list(SECRETS)
    erase(own_app, account_id)
    run_periodic(own_app)
    assert in_files(tmp_path) == []


def test_sabotage_without_secure_delete_bytes_stay(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = fill(own_app)
    with own_app.app_context(), db.engine.connect() as connection:
        # The pool hands this one connection out again.
        connection.execute(text("PRAGMA secure_delete=OFF"))
    erase(own_app, account_id)
    assert in_files(tmp_path) != []


def test_sabotage_without_emptying_the_log_bytes_stay(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = fill(own_app)
    monkeypatch.setattr(erasing, "erase_bytes_after_commit", lambda _session: None)
    erase(own_app, account_id)
    assert in_files(tmp_path) != []


@pytest.mark.database
def test_no_row_of_any_table_names_the_holder(own_app: Flask) -> None:
    account_id = fill(own_app)
    erase(own_app, account_id)
    with own_app.app_context():
        for table in METADATA.sorted_tables:
            rows = repr(db.session.execute(select(table)).all())
            assert [secret for secret in SECRETS if secret in rows] == [], table.name
        db.session.rollback()

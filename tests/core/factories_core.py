"""Forms of the core's pages, filled in the way a person would, and a second step for an account."""

import time

import pyotp
from sqlalchemy.orm import Session

from core.accounts import second_factor
from core.accounts.models import Account

SECRET = "a key for tests only"

NEW_PASSWORD = "kalimat baru yang panjang"

CYCLE = {
    "title_id": "Rencana 2028",
    "title_en": "Plan 2028",
    "year": "2028",
    "goal_id": "Pegawai yang cakap",
    "goal_en": "",
}
UNIT = {
    "name": "Kelurahan Baru",
    "kind": "Kelurahan",
    "code": "99.01",
    "parent": "",
    "position": "3",
    "serves_public": "y",
    "active": "y",
}
PERSON = {"name": "Ibu Ana", "login": "ibu.ana", "password": "kalimat pertama saya", "consent": "y"}


def app_of(session: Session, account: Account) -> pyotp.TOTP:
    """Switch the second step on; the app that then shows codes. Its first code is used up."""
    second_factor.begin_second_factor(session, account, secret=SECRET)
    shared = second_factor.pending_secret(session, account.id, secret=SECRET)
    assert shared
    app = pyotp.TOTP(shared)
    second_factor.confirm_second_factor(session, account, code=app.at(int(time.time())), secret=SECRET)
    return app

"""Things on their way, so that their pages exist: what the demo does not have."""

import io
from datetime import date, timedelta
from pathlib import Path

import pyotp
from playwright.sync_api import Page
from sqlalchemy import select

from core.base import utc_now
from core.config import load_settings
from core.db import db, writing
from core.jobs.services import enqueue
from core.mail.services import send_mail
from core.site import change_site
from core.staff.holidays import set_day
from core.staff.models import Person
from core.staff.services import leave
from core.uploads.owners import SITE
from core.uploads.services import store_upload
from rembuk.app import create_app
from surveys.answer_models import SuspectAnswer
from surveys.models import Survey
from tests.e2e.conftest import environment


def administrator_prepares(page: Page, server: str) -> None:
    """An invitation, and somebody who waits for the first login."""
    page.goto(f"{server}/kelola/undangan/baru")
    page.locator("[name=seats]").fill("3")
    page.locator("main button").first.click()
    page.goto(f"{server}/kelola/akun/baru")
    page.locator("[name=name]").fill("Orang yang menunggu")
    page.locator("[name=login]").fill("belum.masuk")
    page.locator("main button").first.click()
    upload(page, f"{server}/kelola/pegawai/impor", b"nama;unit\nIbu Baru;\nBapak Salah;entah\n")


def upload(page: Page, address: str, content: bytes) -> None:
    """Send a list and pair its columns as guessed; the page then shows what would come in."""
    page.goto(address)
    page.locator("input[type=file]").set_input_files(
        {"name": "baru.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.locator("main button").first.click()
    page.locator("main button").first.click()
    page.wait_for_url("**/periksa")


def citizen_sets_up_a_second_step(page: Page, server: str) -> None:
    """Its pages exist only then."""
    page.goto(f"{server}/akun/dua-langkah/pasang")
    page.locator("[name=present]").fill("rembuk-contoh-2027")
    page.locator("main button").first.click()
    key = page.locator("main code").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(key).now())
    page.locator("main button").first.click()


def make_unfinished_things(page: Page, server: str) -> None:
    """A draft survey, printed links, an upload on its way: their pages exist only then."""
    page.goto(f"{server}/kelola/survei/baru")
    page.locator("[name=title_id]").fill("Survei yang belum terbit")
    page.locator("main button").first.click()
    page.goto(f"{server}/kelola/survei/masukan-2027/tautan")
    page.locator("main button").first.click()
    upload(page, f"{server}/kelola/survei/aspirasi-2027/impor", b"aspirasi\npelatihan arsip\n")


def leave_traces(data: Path) -> None:
    """A mail, a logo, a job that waits, a holiday of the office, somebody who left: the demo has none."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (24, 24), "navy").save(picture, "PNG")
    app = create_app(load_settings(environment(data)))
    with app.app_context(), writing():
        send_mail(db.session(), to="penerima@example.go.id", subject="Kata sandi baru", body="Kode: contoh")
        logo = store_upload(
            db.session(),
            content=picture.getvalue(),
            filename="logo.png",
            owner_kind=SITE,
            owner_key="logo",
            actor_id=None,
        )
        change_site(db.session(), {"logo": logo.key}, actor_id=None)
        enqueue(db.session(), "core.purge").run_after = utc_now() + timedelta(days=1)
        set_day(
            db.session(), day=date(utc_now().year, 8, 18), name="Libur daerah", working=False, actor_id=None
        )
        set_something_aside()
        person = db.session.scalars(select(Person).where(Person.account_id.is_(None)).limit(1)).one()
        leave(db.session(), person, on=date(2026, 6, 30), actor_id=None)
        db.session.commit()


def set_something_aside() -> None:
    """The feedback form looks for junk, and somebody has to look at what it found."""
    form = db.session.scalars(select(Survey).where(Survey.key == "masukan-2027")).one()
    form.screened = True
    suspect = {
        "survey_id": form.id,
        "version_id": form.versions[-1].id,
        "reason": "trap",
        "body": {"u1": "4"},
    }
    db.session.add(SuspectAnswer(key="5e7a51de" * 4, receipt_hash="5e7a51de" * 8, **suspect))

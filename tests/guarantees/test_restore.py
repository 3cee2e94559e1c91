"""Guarantee "restore": what was acknowledged before a backup began is there after restoring it.

Writers run while the backup is taken; then the data folder (and the tables of PostgreSQL) are gone.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from threading import Event, Lock

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from core.codes import code_hash
from core.config import Settings
from core.db import db, writing
from core.uploads import files
from core.uploads.models import Upload
from core.uploads.owners import SITE
from core.uploads.services import store_upload
from rembuk.safety import backup, postgres, restore, snapshots
from surveys import store
from surveys.answer_models import Answer
from surveys.models import Survey
from tests import factories
from tests.conftest import make_app
from tests.core.pictures import png
from tests.postgres import tools_folder
from tests.surveys import factories_surveys as make

pytestmark = pytest.mark.database
ANSWERS = 1000 if os.environ.get("REMBUK_SOAK") else 200
WRITERS = 4


@dataclass
class Ledger:
    """What writers were told is stored: hashes of tracking codes, keys of uploads."""

    answers: list[str] = field(default_factory=list)
    uploads: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    enough: Event = field(default_factory=Event)

    def copy(self) -> tuple[set[str], set[str]]:
        with self.lock:
            return set(self.answers), set(self.uploads)


@pytest.fixture
def installation(tmp_path: Path, engine_name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    if engine_name == "postgresql":
        monkeypatch.setenv("REMBUK_PG_BIN", tools_folder())
    app = make_app(tmp_path / "data", engine_name)
    yield app
    with app.app_context():
        db.engine.dispose()


def open_form(app: Flask) -> int:
    with app.app_context(), writing():
        made = make.feedback(db.session(), questions=(make.NEED,))
        db.session.commit()
        return made.id


def write_until(app: Flask, survey_id: int, ledger: Ledger, stop: Event) -> None:
    """One person after the other answers; every tenth also uploads a picture."""
    for number in count(1):
        if stop.is_set():
            return
        with app.app_context():
            survey = db.session().get_one(Survey, survey_id)
            sent = make.submission(survey, {"kebutuhan": f"Pelatihan {number} 🙂"})
            receipt = store.append(db.session(), sent, secret=make.SECRET)
            with ledger.lock:
                ledger.answers.append(code_hash(receipt.code))
            if number % 10 == 0:
                keep_picture(ledger, f"orang-{receipt.code}")
        if len(ledger.answers) >= ANSWERS:
            ledger.enough.set()


def keep_picture(ledger: Ledger, owner: str) -> None:
    with writing():
        upload = store_upload(
            db.session(), content=png(), filename="foto.png", owner_kind=SITE, owner_key=owner, actor_id=None
        )
        db.session.commit()
    with ledger.lock:
        ledger.uploads.append(upload.key)


def back_up_while_writing(app: Flask, path: Path) -> tuple[set[str], set[str]]:
    """A backup under load; what had been acknowledged before it began."""
    survey_id, ledger, stop = open_form(app), Ledger(), Event()
    settings: Settings = app.config["REMBUK_SETTINGS"]
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(write_until, app, survey_id, ledger, stop) for _writer in range(WRITERS)]
        try:
            assert ledger.enough.wait(120)
            before = ledger.copy()
            backup.make_backup(settings, path)
            later = ledger.copy()
        finally:
            stop.set()
        for writer in running:
            writer.result()
    assert len(later[0]) >= len(before[0]) >= ANSWERS
    return before


def destroy(app: Flask) -> None:
    """The disk is gone."""
    settings: Settings = app.config["REMBUK_SETTINGS"]
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(settings.data)
    settings.data.mkdir()
    if snapshots.engine_of(settings.database_url) == "postgresql":
        with psycopg.connect(postgres.libpq_url(settings.database_url)) as connection:
            connection.execute(postgres.WIPE)


def missing(app: Flask, before: tuple[set[str], set[str]]) -> tuple[set[str], set[str]]:
    """Answers and uploads that were acknowledged and are not there, whole."""
    with app.app_context():
        session = db.session()
        answers = set(session.scalars(select(Answer.receipt_hash)))
        folder = files.folder_of(session)
        whole = {
            upload.key
            for upload in session.scalars(select(Upload))
            if (place := files.path_of(folder, upload.key)).is_file()
            and sha256(place.read_bytes()).hexdigest() == upload.sha256
        }
        return before[0] - answers, before[1] - whole


@pytest.mark.soak
def test_all_that_was_acknowledged_is_there_again(installation: Flask, tmp_path: Path) -> None:
    settings: Settings = installation.config["REMBUK_SETTINGS"]
    key = settings.data / "secret_key"
    key.write_text("kunci uji")
    before = back_up_while_writing(installation, tmp_path / "cadangan.tar")
    assert len(before[1]) >= 8
    destroy(installation)

    restore.restore(settings, tmp_path / "cadangan.tar")
    assert missing(installation, before) == (set(), set())
    assert (key.read_text(), key.stat().st_mode & 0o777) == ("kunci uji", 0o600)
    assert (tmp_path / "cadangan.tar").stat().st_mode & 0o777 == 0o600


def test_a_restored_installation_works_on(installation: Flask, tmp_path: Path) -> None:
    """Numbers of new rows do not meet old ones, and the audit log still refuses changes."""
    settings: Settings = installation.config["REMBUK_SETTINGS"]
    first = open_form(installation)
    backup.make_backup(settings, tmp_path / "cadangan.tar")
    second = open_form(installation)
    with installation.app_context():
        db.engine.dispose()
    done = restore.restore(settings, tmp_path / "cadangan.tar")
    assert [path.exists() for path in done.aside] == [True] * len(done.aside)
    assert len(done.aside) >= 1
    with installation.app_context(), writing():
        session = db.session()
        assert list(session.scalars(select(Survey.id))) == [first]
        factories.account(session)
        session.commit()
    assert open_form(installation) >= second - 1


def test_sabotage_a_plain_copy_loses_what_the_log_holds(
    installation: Flask, engine_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The live file without its write-ahead log: it passes every check, and answers are gone."""
    if engine_name == "postgresql":
        return  # has no file to copy
    monkeypatch.setattr(snapshots, "copy_sqlite", shutil.copyfile)
    before = back_up_while_writing(installation, tmp_path / "cadangan.tar")
    destroy(installation)
    restore.restore(installation.config["REMBUK_SETTINGS"], tmp_path / "cadangan.tar")
    assert missing(installation, before)[0] != set()


def test_sabotage_uploads_before_the_database_lose_files(
    installation: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that comes between the copy of the files and that of the database lacks its file."""
    ledger, settings = Ledger(), installation.config["REMBUK_SETTINGS"]
    take = snapshots.take

    def late(database_url: str, folder: Path) -> tuple[Path, snapshots.Holding]:
        monkeypatch.setattr(files, "stored", lambda _folder: iter(()))
        with installation.app_context():
            keep_picture(ledger, "terlambat")
        return take(database_url, folder)

    monkeypatch.setattr(snapshots, "take", late)
    backup.make_backup(settings, tmp_path / "cadangan.tar")
    monkeypatch.undo()
    monkeypatch.setenv("REMBUK_PG_BIN", tools_folder())
    destroy(installation)
    restore.restore(settings, tmp_path / "cadangan.tar")
    assert missing(installation, ledger.copy())[1] == set(ledger.uploads)

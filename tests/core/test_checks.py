"""The checks of `rembuk doctor` and the health page: each sees its fault."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from core import audit, checks
from core.base import utc_now
from core.checks import Level, Place
from core.config import load_settings
from core.jobs import services
from core.mail.models import Mail, MailState
from core.policy import Role
from core.uploads import files
from core.uploads.owners import SITE
from core.uploads.services import store_upload
from rembuk import migrate
from rembuk.cli import main
from rembuk.cli.doctor import dependencies
from tests import factories
from tests.core.pictures import png
from tests.page import Browser


@pytest.fixture
def place(app: Flask, session: Session) -> Place:
    return Place(app.config["REMBUK_SETTINGS"], session, migrate.newest())


def level(check: checks.Check, place: Place) -> Level:
    return check(place).level


@pytest.mark.database
def test_a_sound_installation_is_sound(place: Place) -> None:
    services.beat(place.session, "mesin:1")
    audit.record(place.session, actor_id=None, action="backup.make", kind="backup", key="backup")
    place.session.flush()
    sound = replace(place, settings=replace(place.settings, base_url="https://a.example", trusted_proxies=1))
    found = checks.run_checks(sound)
    assert {finding.title: finding.level for finding in found if finding.level != Level.OK} == {}
    assert all(finding.found for finding in found)


def test_a_silent_worker_is_bad(place: Place) -> None:
    assert level(checks.worker, place) == Level.BAD
    services.beat(place.session, "mesin:1")
    assert level(checks.worker, place) == Level.OK
    place.session.execute(
        text("UPDATE worker_heartbeat SET seen_at = :t"),
        {"t": (utc_now() - timedelta(hours=1)).isoformat(" ")},
    )
    assert level(checks.worker, place) == Level.BAD


def test_dead_jobs_and_stuck_mails_are_told(place: Place) -> None:
    assert (level(checks.dead_jobs, place), level(checks.mails, place)) == (Level.OK, Level.OK)
    services.enqueue(place.session, "x").state = "dead"
    place.session.add(Mail(to_address="a@b.example", subject="s", body="", state=MailState.FAILED))
    place.session.flush()
    assert (level(checks.dead_jobs, place), level(checks.mails, place)) == (Level.WARN, Level.WARN)


def test_lost_and_changed_uploads_are_bad(place: Place) -> None:
    session = place.session
    for owner in ("satu", "dua"):
        upload = store_upload(
            session, content=png(), filename="a", owner_kind=SITE, owner_key=owner, actor_id=None
        )
    assert level(checks.uploads, place) == Level.OK
    path = files.path_of(files.folder_of(session), upload.key)
    path.write_bytes(b"lain")
    assert level(checks.uploads, place) == Level.BAD
    path.unlink()
    finding = checks.uploads(place)
    assert (finding.level, finding.params) == (Level.BAD, {"count": 1})


def test_old_structure_open_key_and_plain_address_are_told(place: Place, tmp_path: Path) -> None:
    assert level(checks.migrations, replace(place, revision="9999")) == Level.BAD
    assert level(checks.address, place) == Level.WARN
    settings = load_settings({"REMBUK_DATA": str(tmp_path), "REMBUK_BASE_URL": "https://a.example"})
    other = replace(place, settings=settings)
    assert (level(checks.address, other), level(checks.secret_key, other)) == (Level.WARN, Level.OK)
    (tmp_path / "secret_key").chmod(0o644)
    assert level(checks.secret_key, other) == Level.BAD


def test_a_changeable_audit_log_is_bad(place: Place, connection: Connection) -> None:
    assert level(checks.audit_triggers, place) == Level.OK
    connection.execute(text("DROP TRIGGER audit_event_no_update"))
    assert level(checks.audit_triggers, place) == Level.BAD


def test_administrators_without_a_second_step_are_counted(place: Place) -> None:
    factories.account(place.session, role=Role.ADMINISTRATOR)
    factories.account(place.session)
    finding = checks.second_factors(place)
    assert (finding.level, finding.params) == (Level.WARN, {"count": 1, "total": 1})


def test_little_room_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ALMOST_NO_SPACE", 10**18)
    monkeypatch.setattr(checks, "LITTLE_SPACE", 10**18)
    assert level(checks.data_folder, place) == Level.BAD


def test_the_page_is_for_administrators(browser_of: Callable[[Role], Browser]) -> None:
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/kesehatan")
    assert len(page.all("tbody tr")) == len(checks.CHECKS)
    assert browser_of(Role.PLANNER).client.get("/kelola/kesehatan").status_code == 403


def test_packages_are_compared_with_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask==0.0.1 \\\n    --hash=x\nonly-elsewhere==1 ; sys_platform == 'win32'\n")
    assert dependencies(lock).params == {"names": "flask"}
    assert dependencies(tmp_path / "none").level == Level.OK


def test_the_command_fails_when_something_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUK_DATA", str(tmp_path))
    monkeypatch.setenv("REMBUK_DATABASE_URL", "")
    empty = CliRunner().invoke(main, ["doctor"])
    assert (empty.exit_code, "bad" in empty.output) == (1, True)
    assert CliRunner().invoke(main, ["upgrade"]).exit_code == 0
    silent = CliRunner().invoke(main, ["doctor", "--json"])
    assert silent.exit_code == 1
    assert [one["level"] for one in json.loads(silent.output)].count("bad") == 1
    monkeypatch.setattr(
        sys.modules["rembuk.cli.doctor"], "CHECKS", [c for c in checks.CHECKS if c.__name__ != "worker"]
    )
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 0

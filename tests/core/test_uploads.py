"""Uploads: what may be kept, whose it is, who may read it, and that it goes with its owner."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from PIL import Image, ImageFile
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.errors import Full, Invalid
from core.policy import Role
from core.slices import Viewer
from core.uploads import content, files, owners, services
from core.uploads.models import Upload
from core.uploads.owners import SITE, OwnerKind
from core.uploads.queries import uploads_of
from tests.core.pictures import png
from tests.page import Browser

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PLACE = "Lintang 10.17 Selatan"


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of owner whose files only planners may read, and one owner only."""

    def may_read(_session: Session, upload: Upload, viewer: Viewer) -> bool:
        return upload.owner_key == "satu" and viewer.role == Role.PLANNER

    monkeypatch.setattr(owners, "_KINDS", dict(owners._KINDS))
    owners.register(OwnerKind("uji", may_read, owners.IMAGES | owners.DOCUMENTS, max_files=2, max_bytes=900))
    return "uji"


def keep(
    session: Session, data: bytes, *, kind: str = SITE, key: str = "logo", name: str = "a.png"
) -> Upload:
    return services.store_upload(
        session, content=data, filename=name, owner_kind=kind, owner_key=key, actor_id=None
    )


def place(session: Session, upload: Upload) -> Path:
    return files.path_of(files.folder_of(session), upload.key)


@pytest.mark.database
def test_a_picture_is_kept_beside_the_database(session: Session) -> None:
    noise = keep(session, png((9, 9)), key="lain")
    upload = keep(session, png(), name="C:\\gambar\\Logo kantor.jpeg")
    session.commit()
    path = place(session, upload)
    assert (upload.media_type, upload.filename) == ("image/png", "Logo kantor.png")
    assert sha256(path.read_bytes()).hexdigest() == upload.sha256
    assert (path.stat().st_mode & 0o777, path.stat().st_size) == (0o600, upload.size)
    assert path.parent.name == upload.key[:2]
    assert uploads_of(session, kind=SITE, key="logo") == [upload]
    assert noise.key != upload.key


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_lose_what_they_say_about_place_and_camera(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = PLACE
    exif[0x0112] = 6  # turned: stands upright afterwards, without the mark
    data = png((40, 20), kind=kind, exif=exif.tobytes())
    assert PLACE.encode() in data
    kept = content.clean(data + b"<script>alert(1)</script>PK\x03\x04" + PLACE.encode())
    assert (PLACE.encode() in kept.data, b"script" in kept.data, b"PK" in kept.data[-64:]) == (False,) * 3
    with Image.open(BytesIO(kept.data)) as picture:
        assert (picture.format, picture.size, len(picture.getexif())) == (kind, (20, 40), 0)


def test_large_pictures_become_smaller_and_transparency_stays() -> None:
    with Image.open(BytesIO(content.clean(png((4800, 100), mode="RGBA")).data)) as picture:
        assert (picture.size, picture.mode) == ((2400, 50), "RGBA")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;<script>",
        b"\x89PNG\r\n\x1a\n",
        png()[:-30],
        b"PK\x03\x04" + b"\x00" * 40,
        b"GIF89a" + PDF,
        PDF + b"<html><script>alert(1)</script>",
        PDF[:-7],
        b"%PDF-1.7\n" + b"0" * content.MAX_BYTES,
    ],
    ids=["empty", "svg", "html", "gif", "head", "cut", "zip", "gif-pdf", "pdf-html", "pdf-cut", "big"],
)
def test_everything_else_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        content.clean(data)


def test_half_a_picture_is_refused_whatever_another_library_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Invalid):
        content.clean(png()[:-30])


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_args: object) -> None:
        raise AssertionError("unpacked")

    bomb = png((7000, 7000), mode="1")
    monkeypatch.setattr(Image.Image, "convert", unpack)
    with pytest.raises(Invalid, match="24 juta"):
        content.clean(bomb)


def test_names_keep_no_folder_no_control_sign_and_no_false_ending() -> None:
    names = ["../../etc/passwd", "surat\r\nSet-Cookie: a=b.html", "....", "a" * 300 + ".exe", "‮gnp.exe"]
    assert [content.clean_filename(name, ".png") for name in names] == [
        "passwd.png",
        "suratSet-Cookie: a=b.png",
        "berkas.png",
        "a" * 100 + ".png",
        "gnp.png",
    ]


def test_an_owner_has_only_so_much_room(session: Session, private: str) -> None:
    keep(session, PDF, kind=private, key="lain")
    for _time in range(2):
        keep(session, PDF, kind=private, key="satu", name="surat.pdf")
    with pytest.raises(Full):
        keep(session, PDF, kind=private, key="satu")
    with pytest.raises(Full):
        keep(session, PDF.replace(b"endobj", b"endobj" + b" " * 900), kind=private, key="dua")
    with pytest.raises(Invalid):
        keep(session, PDF, kind=SITE)
    with pytest.raises(KeyError):
        keep(session, PDF, kind="tidak-dikenal")


def test_readers_are_asked_of_the_owner(
    session: Session, private: str, browser: Browser, browser_of: Callable[[Role], Browser]
) -> None:
    mine = keep(session, PDF, kind=private, key="satu", name='surat "baru".pdf')
    other = keep(session, PDF, kind=private, key="dua")
    session.commit()
    statuses = {
        str(role): browser_of(role).client.get(f"/berkas/{mine.key}").status_code for role in (*Role,)
    }
    assert statuses == {**dict.fromkeys(map(str, Role), 404), "planner": 200}
    assert browser.client.get(f"/berkas/{mine.key}").status_code == 404
    assert browser_of(Role.PLANNER).client.get(f"/berkas/{other.key}").status_code == 404
    answer = browser_of(Role.PLANNER).client.get(f"/berkas/{mine.key}")
    headers = answer.headers
    assert (answer.data, headers["Content-Type"]) == (PDF, "application/pdf")
    assert headers["Content-Disposition"].startswith("attachment")
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_an_owner_that_nobody_knows_is_not_found(
    session: Session, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = keep(session, png())
    session.commit()
    assert browser.client.get(f"/berkas/{upload.key}").status_code == 200
    monkeypatch.setattr(owners, "_KINDS", {})
    assert browser.client.get(f"/berkas/{upload.key}").status_code == 404
    assert browser.client.get("/berkas/../secret_key").status_code == 404


def test_a_logo_is_shown_to_everybody_as_a_picture(session: Session, browser: Browser) -> None:
    upload = keep(session, png())
    session.commit()
    headers = browser.client.get(f"/berkas/{upload.key}").headers
    assert (headers["Content-Type"], headers["Content-Disposition"]) == (
        "image/png",
        "inline; filename=a.png",
    )


@pytest.mark.database
def test_files_go_with_their_owner_once_that_is_committed(session: Session) -> None:
    noise, upload = keep(session, png((9, 9)), key="lain"), keep(session, png())
    session.commit()
    path, other = place(session, upload), place(session, noise)

    services.delete_uploads(session, owner_kind=SITE, owner_key="logo", actor_id=None)
    assert path.exists()
    session.rollback()
    session.commit()
    assert path.exists(), "the row is back, and so must be the file"

    services.delete_uploads(session, owner_kind=SITE, owner_key="logo", actor_id=None)
    with session.begin_nested():
        assert path.exists()
    assert path.exists()
    session.commit()
    assert (path.exists(), other.exists()) == (False, True)
    assert uploads_of(session, kind=SITE, key="logo") == []


def test_replacing_leaves_the_new_file_only(session: Session) -> None:
    old = keep(session, png())
    session.commit()
    old_place = place(session, old)
    new = services.store_upload(
        session,
        content=png((5, 5)),
        filename="b",
        owner_kind=SITE,
        owner_key="logo",
        actor_id=None,
        replace=True,
    )
    session.commit()
    assert uploads_of(session, kind=SITE, key="logo") == [new]
    assert (old_place.exists(), place(session, new).exists()) == (False, True)


def test_the_sweep_takes_old_files_without_a_row_and_nothing_else(session: Session) -> None:
    for left in files.stored(files.folder_of(session)):
        left.unlink()
    kept = keep(session, png())
    session.commit()
    lost = place(session, keep(session, png((9, 9))))
    session.rollback()
    assert lost.exists()
    assert (services.sweep(session), lost.exists()) == (0, True)
    with time_machine.travel(utc_now() + timedelta(days=2)):
        assert services.orphans(session, before=utc_now() - timedelta(days=1)) == [lost]
        services.sweep(session)
    assert (lost.exists(), place(session, kept).exists()) == (False, True)


def test_an_unfinished_file_is_never_seen(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = set(files.stored(files.folder_of(session)))
    monkeypatch.setattr("core.uploads.files.os.fsync", full)
    with pytest.raises(OSError, match="space"):
        keep(session, png())
    session.rollback()
    assert set(files.stored(files.folder_of(session))) == before
    assert session.scalars(select(Upload.key).where(Upload.owner_key == "logo")).all() == []

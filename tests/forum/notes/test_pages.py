"""Staff write, check, correct, show and print; everybody reads what was shown."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from core.site import set_site_value
from core.staff import titles
from core.staff.enums import TitleKey
from core.uploads.files import folder_of, path_of
from core.uploads.models import Upload
from core.uploads.queries import uploads_of
from forum.notes import details, jobs, letters, photos, queries, services, sources
from forum.notes.enums import PaperKind
from forum.notes.models import LetterCounter, WorkshopNote
from forum.notes.owners import PRINTS
from forum.notes.retention import due, purge
from forum.seats.enums import RegistrationState
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from tests.core.factories_staff import person
from tests.core.pictures import png
from tests.forum import factories
from tests.forum.factories import FIRST_SESSION
from tests.forum.notes.make import code_of_note, noted
from tests.page import Browser

Visitors = Callable[[Role], Browser]


@pytest.fixture
def workshop(session: Session) -> Workshop:
    made = factories.workshop(session)
    session.commit()
    return made


def test_from_typing_to_slips(session: Session, browser_of: Visitors, workshop: Workshop) -> None:
    staff, base = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/catatan"
    typed = {
        "group": "Meja 1",
        "kind": "voice",
        "text": "- Perlu arsip. Perlu komputer.\n- Loket <b>baru</b>",
    }
    page = staff.post(f"{base}/tulis", {**typed, "aksi": "periksa"}, status=200)
    boxes = [box.text_content() for box in page.all("textarea[name=kalimat]")]  # type: ignore[union-attr]
    assert boxes == ["Perlu arsip.", "Perlu komputer.", "Loket <b>baru</b>"]
    assert session.scalars(select(WorkshopNote)).all() == []
    hidden = page.fields()  # type: ignore[union-attr]
    sent = {**hidden, "aksi": "simpan", "kalimat": ["Perlu arsip.", "", "Loket <b>baru</b> di depan"]}
    again = []
    for _press in range(2):
        answer = staff.client.post(f"{base}/tulis", data=sent)
        assert answer.status_code == 303
        again.append(answer.location)
    kept = queries.notes_of(session, workshop)
    assert [note.text for note in kept] == ["Perlu arsip.", "Loket <b>baru</b> di depan"]
    slips = staff.get(again[0])
    assert slips.texts(".ticket code") == [code_of_note(note) for note in kept]
    assert "Loket <b>baru</b> di depan" in slips.texts(".slip")[1]
    back = staff.client.post(f"{base}/tulis", data={**sent, "aksi": "kembali"})
    assert "Perlu arsip.\n\nLoket" in back.get_data(as_text=True).replace("\r", "")


def test_a_refusal_brings_the_sentences_back(browser_of: Visitors, workshop: Workshop) -> None:
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/catatan/tulis"
    long = "kata " * 300
    sent = {"group": "Meja 1", "kind": "voice", "aksi": "simpan", "kalimat": ["Satu.", long]}
    page = staff.post(path, sent, status=200)
    boxes = [box.text_content() for box in page.all("textarea[name=kalimat]")]  # type: ignore[union-attr]
    assert boxes == ["Satu.", long]


def test_everybody_reads_what_was_shown_and_names_are_warned_of(
    session: Session, browser: Browser, browser_of: Visitors, workshop: Workshop
) -> None:
    person(session, name="Drs. Yohanes Ndolu")
    named, plain = noted(session, workshop, "Pak Ndolu terlambat.", "Perlu arsip.")
    session.commit()
    staff, public = browser_of(Role.FACILITATOR), f"/workshop/{workshop.key}/catatan"
    assert "belum ditampilkan" in browser.get(public).text
    preview = staff.get(f"/kelola/workshop/{workshop.key}/catatan/tampilkan")
    assert preview.texts(".pill.warn") == ["mungkin menyebut: Drs. Yohanes Ndolu"]
    staff.post(f"/kelola/workshop/{workshop.key}/catatan/tampilkan", {"kalimat": [plain.key]})
    page = browser.get(public)
    assert page.texts("blockquote") == ["Perlu arsip."]
    assert code_of_note(plain) not in page.text
    assert named.text not in page.text
    assert f"/workshop/{workshop.key}/catatan" in browser.get(f"/workshop/{workshop.key}").text
    staff.post(
        f"/kelola/workshop/{workshop.key}/catatan/sembunyikan",
        form_at=f"/kelola/workshop/{workshop.key}/catatan",
    )
    assert browser.get(public).texts("blockquote") == []


def test_a_note_of_another_workshop_is_not_found(
    session: Session, browser_of: Visitors, workshop: Workshop
) -> None:
    (note,) = noted(session, factories.workshop(session), "Lain.")
    (gone,) = noted(session, workshop, "Hilang.")
    services.withdraw_note(session, gone, reason="Sebab.", actor_id=None)
    session.commit()
    staff = browser_of(Role.FACILITATOR)
    for key in (note.key, gone.key, "tidak-ada"):
        assert staff.client.get(f"/kelola/workshop/{workshop.key}/catatan/{key}").status_code == 404
    draft = factories.workshop(session, state=WorkshopState.DRAFT)
    session.commit()
    assert browser_of(Role.CITIZEN).client.get(f"/workshop/{draft.key}/catatan").status_code == 404


def test_a_photo_is_seen_by_staff_and_by_everybody_where_it_may(
    session: Session, browser: Browser, browser_of: Visitors, workshop: Workshop
) -> None:
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/foto"
    for caption, public in (("Tertutup", {}), ("Terbuka", {"public": "y"})):
        data = {"file": (BytesIO(png()), "a.png"), "caption": caption, "group": "Meja 1", **public}
        staff.post(path, data)  # type: ignore[arg-type]
    found = {photo.caption: photo for photo in photos.photos_of(session, workshop)}
    closed, open_ = found["Tertutup"].upload_key, found["Terbuka"].upload_key
    asn = browser_of(Role.ASN)
    assert [browser.client.get(f"/berkas/{key}").status_code for key in (closed, open_)] == [404, 200]
    assert [asn.client.get(f"/berkas/{key}").status_code for key in (closed, open_)] == [404, 200]
    assert [staff.client.get(f"/berkas/{key}").status_code for key in (closed, open_)] == [200, 200]
    page = browser.get(f"/workshop/{workshop.key}/catatan")
    assert [i.get("alt") for i in page.all("main img")] == ["Terbuka"]
    staff.post(f"{path}/{open_}", {"caption": "Terbuka", "group": ""})
    assert browser.client.get(f"/berkas/{open_}").status_code == 404
    file = path_of(folder_of(session), open_)
    assert file.is_file()
    staff.post(f"{path}/{open_}/hapus")
    session.expire_all()
    assert not file.exists()
    assert [photo.upload_key for photo in photos.photos_of(session, workshop)] == [closed]
    refused = staff.post(path, {"file": (BytesIO(b"%PDF-1.4\n%%EOF"), "a.pdf"), "caption": "x"}, status=200)
    assert "tidak diterima" in refused.text  # type: ignore[union-attr]


@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"no picture")])
def test_the_papers_come_although_a_photo_is_lost(
    session: Session, browser_of: Visitors, workshop: Workshop, damage: Callable[[Path], object]
) -> None:
    staff = browser_of(Role.FACILITATOR)
    photo = {"file": (BytesIO(png()), "a.png"), "caption": "Papan", "group": "Meja 1"}
    staff.post(f"/kelola/workshop/{workshop.key}/foto", photo)  # type: ignore[arg-type]
    key = photos.photos_of(session, workshop)[0].upload_key
    damage(path_of(folder_of(session), key))
    answer = staff.client.get(f"/kelola/workshop/{workshop.key}/spj/unduh")
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.data)) as files, files.open("5-dokumentasi.docx") as file:
        texts = [p.text for p in docx.Document(BytesIO(file.read())).paragraphs]
    assert texts[texts.index("Gambar 1. Meja 1: Papan") - 1] == "(berkas foto tidak tersedia)"


def test_one_press_numbers_the_papers_and_hands_them_out(
    session: Session, browser_of: Visitors, workshop: Workshop
) -> None:
    set_site_value(session, "letterhead_1", "KECAMATAN ALAK")
    titles.set_title(session, TitleKey.SIGNER, title_id="Camat Alak", actor_id=None)
    factories.registration(session, workshop, post="Lurah").name = "Adriana Benu"
    factories.registration(session, workshop, state=RegistrationState.CANCELLED).name = "Batal"
    noted(session, workshop, "Perlu arsip.")
    session.commit()
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/spj"
    for _press in range(2):
        answer = staff.post(path)
        assert answer.location == f"{path}/unduh"  # type: ignore[union-attr]
    sent = staff.client.get(f"{path}/unduh")
    assert sent.headers["Content-Disposition"] == f"attachment; filename=spj-{workshop.key}.zip"
    with ZipFile(BytesIO(sent.data)) as files:
        names = files.namelist()
        list_ = files.read("2-daftar-hadir.docx")
    assert names == ["1-undangan.docx", "2-daftar-hadir.docx", "3-notulen.docx", "4-berita-acara.docx"]
    with ZipFile(BytesIO(list_)) as parts:
        text = parts.read("word/document.xml").decode()
    assert ("Adriana Benu" in text, "Batal" in text, "KECAMATAN ALAK" in text) == (True, False, True)
    given = {kind: letter.text for kind, letter in letters.letters_of(session, workshop).items()}
    assert given == {
        PaperKind.INVITATION: "005/001/II/2027",
        PaperKind.MINUTES: "001/NOT/III/2027",
        PaperKind.RECORD: "001/BA/III/2027",
    }
    assert sorted(session.scalars(select(LetterCounter.last))) == [1, 1, 1]
    for kind in list(PaperKind)[:4]:
        assert staff.get(f"{path}/{kind}").texts("h1") != []
        assert staff.client.get(f"{path}/{kind}/docx").data.startswith(b"PK")
    assert staff.client.get(f"{path}/dokumentasi").status_code == 404
    assert staff.client.get(f"{path}/lain/docx").status_code == 404


def test_the_date_of_a_numbered_paper_stays(
    session: Session, browser_of: Visitors, workshop: Workshop
) -> None:
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/spj"
    staff.post(f"{path}/isi", {"signer": "signer", "invitation_on": "2027-02-20", "report_on": ""})
    staff.post(f"{path}/undangan/nomor", form_at=path)
    assert letters.letters_of(session, workshop)[PaperKind.INVITATION].text == "005/001/II/2027"
    moved = {"signer": "signer", "invitation_on": "2028-02-20", "report_on": ""}
    page = staff.post(f"{path}/isi", moved, status=200)
    assert "tetap pada tanggalnya" in page.text  # type: ignore[union-attr]


def test_times_of_those_present_come_from_whoever_notes_them(
    session: Session, browser_of: Visitors, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = factories.registration(session, workshop)
    here.name = "Adriana Benu"
    session.commit()
    came = {workshop.sessions[0].id: {here.key: FIRST_SESSION}}
    monkeypatch.setattr(sources, "present_times", lambda _session, _workshop: came)
    page = browser_of(Role.FACILITATOR).get(f"/kelola/workshop/{workshop.key}/spj/daftar-hadir")
    assert page.texts("tbody tr")[4] == "1.Adriana Benu09.001."


def test_the_pdf_is_dropped_when_something_changes(app: Flask, session: Session, workshop: Workshop) -> None:
    (note,) = noted(session, workshop, "Rahasia.")
    session.commit()
    pdf = b"%PDF-1.7\nisi\n%%EOF\n"
    handle = jobs.print_handler(lambda _facts: pdf)
    with app.app_context():
        effect = handle(session, {"workshop_id": workshop.id})
        assert effect(session) == {"files": 1}
        session.commit()
        printed = details.print_of(session, workshop)
        assert printed is not None
        late = handle(session, {"workshop_id": workshop.id})
        services.withdraw_note(session, note, reason="Sebab.", actor_id=None)
        session.commit()
        assert uploads_of(session, kind=PRINTS, key=workshop.key) == []
        # It was printed before the sentence was withdrawn: nothing of it comes back.
        assert late(session) == {"files": 0}
        assert uploads_of(session, kind=PRINTS, key=workshop.key) == []


def test_the_worker_prints_all_papers(app: Flask, session: Session, workshop: Workshop) -> None:
    noted(session, workshop, "Perlu arsip.")
    photos.add_photo(
        session,
        workshop,
        content=png(),
        filename="a.png",
        caption="Plano",
        group_label="",
        public=False,
        actor_id=None,
    )
    session.commit()
    with app.app_context():
        effect = jobs.print_handler()(session, {"workshop_id": workshop.id})
        assert effect(session) == {"files": 1}
    made = session.scalars(select(Upload).where(Upload.owner_kind == PRINTS)).one()
    assert (made.media_type, made.filename) == ("application/pdf", f"spj-{workshop.key}.pdf")


def test_without_the_extra_the_page_says_what_to_install(
    browser_of: Visitors, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.notes.views.papers.can_print", lambda: False)
    page = browser_of(Role.FACILITATOR).get(f"/kelola/workshop/{workshop.key}/spj")
    assert 'pip install "rembuk[pdf]"' in page.texts("main")[0]


def test_patterns_and_counts_are_the_administrators(session: Session, browser_of: Visitors) -> None:
    admin, path = browser_of(Role.ADMINISTRATOR), "/kelola/nomor-surat/undangan"
    admin.post(path, {"pattern": "005/{nomor}/KEC/{tahun}", "last": "41"})
    assert letters.patterns(session)[PaperKind.INVITATION] == "005/{nomor}/KEC/{tahun}"
    page = admin.post(path, {"pattern": "005/{nomor}/KEC/{tahun}", "last": "3"}, status=200)
    assert "hanya dapat maju" in page.text  # type: ignore[union-attr]
    page = admin.post(path, {"pattern": "tanpa nomor", "last": "41"}, status=200)
    assert "Pola harus memuat" in page.text  # type: ignore[union-attr]


@pytest.mark.database
def test_notes_go_five_years_after_the_last_session(session: Session) -> None:
    workshop, kept = factories.workshop(session), factories.workshop(session, sessions=9)
    noted(session, workshop, "Lama.")
    (other,) = noted(session, kept, "Baru.")
    time = FIRST_SESSION.replace(day=3)
    assert (due(session, time), purge(session, time), due(session, time)) == (1, 1, 0)
    assert session.scalars(select(WorkshopNote.key)).all() == [other.key]

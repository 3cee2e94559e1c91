"""A photo from the form to the results, as people send it: without JavaScript, and never chosen twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.policy import Role
from surveys import drafts, store
from surveys.answer_models import Answer, AnswerPicture, Draft, DraftPicture, Intake
from surveys.checking import problems_of
from surveys.definition import QuestionDef
from surveys.engine import KINDS
from surveys.enums import Purpose
from surveys.exports import answer_rows
from surveys.importing import importable
from surveys.models import Survey
from surveys.pictures import clean_picture, digest_of
from surveys.views import answer as view
from surveys.views import by_code, entering, keeping, resuming
from tests import factories
from tests.page import Browser, Page, check_page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import NAME, NEED, PHOTO, WAYS
from tests.surveys.pictures import NOT_A_PHOTO, photo
from tests.surveys.test_more_kinds import WORDS

pytestmark = pytest.mark.database
BrowserOf = Callable[[Role], Browser]
SENT, OTHER = photo(), photo(colour=220)
ONE, TWO = clean_picture(SENT), clean_picture(OTHER)
KEPT = "Foto Anda sudah tersimpan."
GONE = "Foto yang Anda pilih tidak tersimpan lagi. Pilih fotonya sekali lagi."
UNREADABLE = "Ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, atau WebP."


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, by_code, entering, keeping, resuming):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


def short(session: Session, **wanted: object) -> Survey:
    """A public form of one page that is too short to be offered for later."""
    made = make.feedback(session, questions=(NEED, PHOTO), **wanted)
    session.commit()
    return made


def files(data: bytes, name: str = "foto", called: str = "IMG_20261127_rumah-ina.jpg") -> dict[str, object]:
    return {f"file-{name}": (BytesIO(data), called)}


def sent(browser: Browser, path: str, page: Page, *, status: int = 200, **data: object) -> Page:
    """The form of a page, sent with what was filled in."""
    fields = {key.replace("__", "-"): value for key, value in data.items()}
    reply = Page(browser.client.post(path, data={**page.fields(path), **fields}))
    assert reply.status == status, reply.texts(".e, .note")
    check_page(reply, path)
    return reply


def pictures(session: Session) -> list[bytes]:
    session.expire_all()
    return list(session.scalars(select(AnswerPicture.data).order_by(AnswerPicture.digest)))


def count(session: Session, model: type[object]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_photo_is_sent_without_its_name_and_its_camera(session: Session, browser: Browser) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    assert page.one("#isian").get("enctype") == "multipart/form-data"
    assert "menampakkan wajah" in page.text
    sent(browser, path, page, kebutuhan="Lampu", **files(SENT))
    (answer,) = session.scalars(select(Answer)).all()
    assert (answer.body, pictures(session)) == ({"kebutuhan": "Lampu", "foto": digest_of(ONE)}, [ONE])
    rows = [repr(session.execute(select(table)).all()) for table in Answer.metadata.sorted_tables]
    assert [row for row in rows if "rumah-ina" in row or "KameraRahasia" in row] == []
    assert count(session, Draft) == count(session, DraftPicture) == 0
    plain = make.feedback(session, title="Tanpa foto", questions=(NEED,))
    session.commit()
    assert browser.get(f"/survei/{plain.key}").one("#isian").get("enctype") is None


def test_a_photo_is_not_chosen_again_when_another_answer_was_wrong(
    session: Session, browser: Browser
) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = sent(browser, path, browser.get(path), status=422, kebutuhan=" ", **files(SENT))
    assert page.texts(".e") == ["Kesalahan: Bagian ini wajib diisi."]
    assert KEPT in page.text
    assert "Set-Cookie" not in page.response.headers
    again = sent(browser, path, page, status=422, kebutuhan="")
    assert KEPT in again.text
    sent(browser, path, again, kebutuhan="Lampu")
    assert pictures(session) == [ONE]
    assert count(session, Draft) == count(session, DraftPicture) == 0


def test_the_same_form_twice_is_one_answer(session: Session, browser: Browser) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    codes = [
        sent(browser, path, page, kebutuhan="Lampu", **files(SENT)).texts("[data-testid=kode-lacak]")
        for _ in range(2)
    ]
    assert codes[0] == codes[1]
    other = sent(browser, path, page, status=409, kebutuhan="Lampu", **files(OTHER))
    assert KEPT in other.text
    sent(browser, path, other, kebutuhan="Lampu")
    assert sorted(pictures(session)) == sorted([ONE, TWO])
    # Also where the picture was kept by the page before, and is gone with it.
    page = sent(browser, path, browser.get(path), status=422, kebutuhan="", **files(SENT))
    for _ in range(2):
        sent(browser, path, page, kebutuhan="Dua kali")
    assert count(session, Answer) == 3


def test_a_photo_goes_along_over_pages_and_to_another_device(
    session: Session, browser: Browser, browser_of: BrowserOf
) -> None:
    questions = (NEED, PHOTO, replace(WAYS, starts_page=True), replace(NAME, starts_page=True))
    survey = make.feedback(session, questions=questions)
    session.commit()
    path = f"/survei/{survey.key}"
    second = sent(browser, path, browser.get(path), kebutuhan="Lampu", form__act="next", **files(SENT))
    assert second.one("#isian").get("enctype") is None
    assert count(session, DraftPicture) == 1
    first = sent(browser, path, second, form__act="back")
    assert KEPT in first.text
    second = sent(browser, path, first, kebutuhan="Lampu", form__act="next")
    third = sent(browser, path, second, cara="kelas", form__act="next")
    code = third.texts("[data-testid=kode-lanjut]")[0]
    elsewhere = browser_of(Role.CITIZEN)
    assert elsewhere.client.get(f"/lanjut/{code}").status_code == 303
    page = elsewhere.get(path)
    sent(elsewhere, path, page, nama_layanan="KTP", form__act="send")
    (answer,) = session.scalars(select(Answer)).all()
    assert answer.body["foto"] == digest_of(ONE)
    assert (pictures(session), count(session, DraftPicture)) == ([ONE], 0)


def test_a_photo_is_replaced_or_dropped_before_it_is_sent(session: Session, browser: Browser) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = sent(browser, path, browser.get(path), status=422, kebutuhan="", **files(SENT))
    page = sent(browser, path, page, status=422, kebutuhan="", **files(OTHER))
    assert page.texts(".e") == ["Kesalahan: Bagian ini wajib diisi."]
    assert count(session, DraftPicture) == 1
    page = sent(browser, path, page, status=422, kebutuhan="", drop__foto="y")
    assert KEPT not in page.text
    sent(browser, path, page, kebutuhan="Tanpa foto")
    assert (pictures(session), count(session, AnswerPicture)) == ([], 0)


@pytest.mark.parametrize("name", ["svg", "zeros", "truncated jpeg", "archive"])
def test_what_is_no_photo_is_refused_and_the_words_stay(
    session: Session, browser: Browser, name: str
) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = sent(browser, path, browser.get(path), status=422, kebutuhan="Lampu", **files(NOT_A_PHOTO[name]))
    assert page.texts(".e") == [f"Kesalahan: {UNREADABLE}"]
    assert page.texts("textarea") == ["Lampu"]
    assert KEPT not in page.text
    empty = sent(browser, path, browser.get(path), status=422, kebutuhan="Lampu", **files(b""))
    assert empty.texts(".e") == ["Kesalahan: Berkas ini kosong. Pilih berkas lain."]
    assert count(session, Answer) == 0


def test_a_refused_photo_is_told_before_the_page_is_left(session: Session, browser: Browser) -> None:
    survey = make.feedback(session, questions=(NAME, replace(PHOTO, starts_page=True)))
    session.commit()
    path = f"/survei/{survey.key}"
    second = sent(browser, path, browser.get(path), form__act="next")
    for act in ("back", "save", "send"):
        page = sent(browser, path, second, status=422, form__act=act, **files(b"bukan foto"))
        assert page.texts(".e") == [f"Kesalahan: {UNREADABLE}"], act


def test_a_hundred_files_and_strange_fields_are_no_photo(session: Session, browser: Browser) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    many = {f"file-lain{number}": (BytesIO(SENT), "a.jpg") for number in range(100)}
    sent(browser, path, page, kebutuhan="Lampu", foto=digest_of(ONE), file__foto="teks", **many)
    assert session.scalars(select(Answer)).one().body == {"kebutuhan": "Lampu"}
    # A fingerprint that somebody else's picture has opens nothing.
    sent(browser, path, browser.get(path), kebutuhan="Jalan", **files(SENT))
    forged = sent(browser, path, browser.get(path), status=422, kebutuhan="Air", keep__foto=digest_of(ONE))
    assert forged.texts(".e") == [f"Kesalahan: {GONE}"]
    assert KEPT not in forged.text
    assert len(pictures(session)) == 1


def test_a_required_photo_is_asked_for(session: Session, browser: Browser) -> None:
    survey = make.feedback(session, questions=(NAME, replace(PHOTO, required=True)))
    session.commit()
    path = f"/survei/{survey.key}"
    page = sent(browser, path, browser.get(path), status=422, nama_layanan="KTP", foto="ya")
    assert page.texts(".e") == ["Kesalahan: Bagian ini wajib diisi."]
    sent(browser, path, page, **files(SENT))
    assert pictures(session) == [ONE]


def test_questions_hang_on_whether_there_is_a_photo(session: Session, browser: Browser) -> None:
    why = replace(NAME, logic={"relevant": "${foto} != ''"})
    survey = make.feedback(session, questions=(PHOTO, why))
    session.commit()
    path = f"/survei/{survey.key}"
    sent(browser, path, browser.get(path))
    page = sent(browser, path, browser.get(path), **files(SENT))
    assert "membuka pertanyaan lain" in page.text
    assert digest_of(ONE) not in json.dumps(page.one("[data-logic]").get("data-logic"))
    sent(browser, path, page, nama_layanan="Lampu")
    bodies = [answer.body for answer in session.scalars(select(Answer))]
    assert {} in bodies
    assert {"foto": digest_of(ONE), "nama_layanan": "Lampu"} in bodies


def test_a_draft_that_is_gone_asks_for_the_photo_again(session: Session, browser: Browser) -> None:
    survey = short(session)
    path = f"/survei/{survey.key}"
    page = sent(browser, path, browser.get(path), status=422, kebutuhan="", **files(SENT))
    session.execute(delete(Draft))
    session.commit()
    assert count(session, DraftPicture) == 0
    page = sent(browser, path, page, status=422, kebutuhan="Lampu")
    assert page.texts(".e") == [f"Kesalahan: {GONE}"]
    assert page.texts("textarea") == ["Lampu"]


def answered(session: Session, survey: Survey) -> str:
    given: dict[str, object] = {"kebutuhan": "Lampu", "foto": digest_of(ONE)}
    submission = make.submission(survey, given, pictures={digest_of(ONE): ONE})
    return store.append(session, submission, secret=make.SECRET).code


def test_the_holder_of_the_code_changes_and_takes_back_the_photo(session: Session, browser: Browser) -> None:
    code = answered(session, short(session))
    path = f"/lacak/{code}/ubah"
    page = browser.get(path)
    assert page.all("main form")[0].get("enctype") == "multipart/form-data"
    assert KEPT in page.text
    sent(browser, path, page, kebutuhan="Lampu mati")
    assert pictures(session) == [ONE]
    page = sent(browser, path, browser.get(path), status=422, kebutuhan="", **files(OTHER))
    assert KEPT in page.text
    sent(browser, path, page, kebutuhan="Lampu mati")
    assert pictures(session) == [TWO]
    assert drafts.drop_sent(session) == 1
    session.commit()
    bad = sent(browser, path, browser.get(path), status=422, kebutuhan="x", **files(b"bukan"))
    assert bad.texts(".e") == [f"Kesalahan: {UNREADABLE}"]
    gone = sent(browser, path, browser.get(path), status=422, kebutuhan="x", keep__foto="a" * 64)
    assert gone.texts(".e") == [f"Kesalahan: {GONE}"]
    assert "Juga 1 foto." in browser.get(f"/lacak/{code}/tarik").text
    sent(browser, path, browser.get(path), kebutuhan="Lampu mati", drop__foto="y")
    assert pictures(session) == []


def test_who_reads_the_words_sees_the_photos_and_nobody_else(
    session: Session, browser: Browser, browser_of: BrowserOf
) -> None:
    survey, other = short(session), short(session, title="Lain")
    survey.results_public = True
    session.commit()
    answered(session, survey)
    for number in range(5):
        body: dict[str, object] = {"kebutuhan": f"Tanpa {number}"}
        store.append(session, make.submission(survey, body), secret=make.SECRET)
    at = f"/kelola/survei/{survey.key}/hasil"
    staff = browser_of(Role.FACILITATOR)
    assert f"{at}/jawaban/foto" in [a.get("href") for a in staff.get(at).all(".charts .acts a")]
    page = staff.get(f"{at}/jawaban/foto")
    address = f"{at}/foto/foto/{digest_of(ONE)}"
    assert [image.get("src") for image in page.all("main figure img")] == [address]
    shown = staff.client.get(address)
    assert (shown.status_code, shown.data, shown.content_type) == (200, ONE, "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "no-store"
    refused = [
        browser.client.get(address).status_code,
        browser_of(Role.ASN).client.get(address).status_code,
        staff.client.get(f"/kelola/survei/{other.key}/hasil/foto/foto/{digest_of(ONE)}").status_code,
        staff.client.get(f"{at}/foto/kebutuhan/{digest_of(ONE)}").status_code,
        staff.client.get(f"{at}/foto/foto/{'a' * 64}").status_code,
    ]
    assert refused == [303, 403, 404, 404, 404]
    public = browser.get(f"/hasil/{survey.key}").text
    assert "1 orang menjawab" not in public
    assert digest_of(ONE) not in public
    lines = list(answer_rows(session, survey, lang="id", words=WORDS))
    assert lines[0][-2:] == [NEED.label_id, PHOTO.label_id]
    assert sorted(line[-1] is not None and line[-1] for line in lines[1:]) == [False] * 5 + [1]


def test_what_waits_to_be_mixed_is_no_address(session: Session, browser_of: BrowserOf) -> None:
    survey = make.survey(session, questions=(NEED, PHOTO))
    person = factories.account(session)
    session.commit()
    given: dict[str, object] = {"kebutuhan": "Lampu", "foto": digest_of(ONE)}
    sending = make.submission(survey, given, account_id=person.id, pictures={digest_of(ONE): ONE})
    store.append(session, sending, secret=make.SECRET)
    assert count(session, Intake) == 1
    address = f"/kelola/survei/{survey.key}/hasil/foto/foto/{digest_of(ONE)}"
    assert browser_of(Role.FACILITATOR).client.get(address).status_code == 404


def test_where_photos_may_be_asked(session: Session, browser: Browser) -> None:
    def stops(*questions: QuestionDef) -> list[str]:
        return [problem.question for problem in problems_of(questions) if problem.stops]

    photos = [replace(PHOTO, name=f"foto_{n}", starts_page=True) for n in range(6)]
    assert stops(NEED, *photos[:5]) == []
    assert stops(NEED, *photos) == ["foto_5"]
    assert stops(PHOTO, replace(PHOTO, name="lagi"), photos[0]) == ["lagi"]
    assert "image" not in KINDS
    assert importable((NEED, PHOTO)) == (NEED,)
    survey, plain = short(session), make.feedback(session, title="Lain", questions=(NEED,))
    session.commit()
    told = "Foto dapat menampakkan wajah: jangan memotret orang tanpa izinnya. Waktu, lokasi, dan jenis perangkat"
    assert told in browser.get(f"/survei/{survey.key}").text
    assert told not in browser.get(f"/survei/{plain.key}").text


def test_no_photo_is_asked_of_staff_who_type_for_others(session: Session, browser_of: BrowserOf) -> None:
    hangs = replace(NAME, name="keterangan", required=False, logic={"relevant": "${foto} = 'ya'"})
    survey = make.feedback(
        session, purpose=Purpose.ASPIRATION, questions=(NEED, replace(PHOTO, required=True), hangs)
    )
    session.commit()
    staff, path = browser_of(Role.FACILITATOR), f"/kelola/survei/{survey.key}/isi/kertas"
    page = staff.get(path)
    assert page.all("main input[type=file]") == []
    sent(staff, path, page, kebutuhan="Lampu")
    (answer,) = session.scalars(select(Answer)).all()
    assert (answer.body, pictures(session)) == ({"kebutuhan": "Lampu", "@via": "kertas"}, [])

"""Who reads only the words of the public plan can say what, why, whose words, how much and when."""

import re
import zlib
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.site import set_site_value
from plan.enums import ItemState
from plan.needing import shaping
from tests import factories
from tests.page import Browser, Page
from tests.plan import factories_items as made
from tests.plan.factories_themes import Voices


@pytest.fixture
def address(session: Session, voices: Voices) -> str:
    """A line like that of the demo, and the address of its page."""
    cycle = made.open_cycle(session)
    cycle.current = True
    units = [factories.unit(session) for _ in range(4)]
    need = made.need(session, cycle, title="Kecakapan digital", title_en="Digital skills")
    few = made.need(session, cycle, title="Pelayanan ramah", title_en="Friendly service")
    shaping.describe_need(
        session,
        need,
        details=shaping.NeedDetails(shaping.Solution.COURSE, "", None, None, None, ""),
        units=units[:3],
        actor_id=None,
    )
    arguments = shaping.Arguments("", "Perpres 95/2018", 5, "Surat dibuat dua kali.")
    shaping.argue_need(session, need, arguments=arguments, actor_id=None)
    said = voices.say(cycle, *(f"Beta butuh pelatihan komputer {n}" for n in range(12)))
    made.contribute(session, need, said, quotes=said[:1])
    rare = voices.say(cycle, *(f"Senyum {n}" for n in range(4)))
    made.contribute(session, few, rare, quotes=rare)
    item = made.item(
        session,
        cycle,
        state=ItemState.VERIFIED,
        needs=(need, few),
        title_id="Pelatihan aplikasi persuratan",
        title_en="Letter application training",
        budget=Decimal("38500000"),
        schedule="12–14 Mei 2026, 24 JP",
    )
    made.indicator(session, item, values=((date(2026, 8, 31), "22"),), name_id="Waktu membuat surat")
    session.commit()
    return f"/rencana/{item.key}"


# Question -> the answers as they stand on the page.
ANSWERS = {
    "Apa?": [
        "Pelatihan aplikasi persuratan, yaitu Bimbingan Teknis untuk 24 staf loket, oleh Politeknik Negeri."
    ],
    "Mengapa?": [
        "Menjawab kebutuhan “Kecakapan digital”. Disampaikan lewat 12 masukan. Menyangkut 3 dari 4 unit. "
        "Diwajibkan oleh Perpres 95/2018. Kemendesakan 5 dari 5: Surat dibuat dua kali.",
        "Menjawab kebutuhan “Pelayanan ramah”.",
    ],
    "Dari kata-kata siapa?": [
        "Aspirasi pegawai dan peserta workshop: 12 masukan. Misalnya: “Beta butuh pelatihan komputer 0”",
        "Aspirasi pegawai dan peserta workshop: kurang dari 5 masukan, jadi jumlah dan kutipannya tidak "
        "ditampilkan.",
    ],
    "Berapa biayanya?": ["Anggaran Rp38.500.000,00."],
    "Kapan?": ["Jadwal: 12–14 Mei 2026, 24 JP. Sekarang: Diverifikasi, sejak 16 Februari 2026."],
    "Apa hasilnya?": ["Waktu membuat surat: 35 menjadi 22 menit, target 20. Mendekati."],
}


def answers(page: Page) -> dict[str, list[str]]:
    """Each question of the page with what stands under it, or beside it."""
    found: dict[str, list[str]] = {}
    for paragraph in page.all("[aria-labelledby=singkat] p"):
        question = paragraph.cssselect("b")[0].text_content()
        beside = paragraph.text_content().removeprefix(question).strip()
        below = paragraph.getnext()
        listed = [li.text_content() for li in below.cssselect("li")] if below is not None else []
        found[question] = [beside] if beside else listed
    return found


def test_five_questions_and_the_result_are_answered_in_words(browser: Browser, address: str) -> None:
    page = browser.get(address)
    assert answers(page) == ANSWERS
    assert "Senyum" not in page.text


def test_the_english_page_answers_them_too(browser: Browser, address: str) -> None:
    found = answers(browser.get(f"{address}?lang=en"))
    assert list(found) == [
        "What?",
        "Why?",
        "In whose words?",
        "What does it cost?",
        "When?",
        "With what result?",
    ]
    assert found["Why?"][0].startswith("Meets the need “Digital skills”. Said in 12 contributions.")
    assert found["What does it cost?"] == ["Budget Rp38,500,000.00."]


def test_the_json_says_what_the_pages_say_and_no_more(
    browser: Browser, session: Session, address: str
) -> None:
    set_site_value(session, "demo", "1")
    session.commit()
    answer = browser.client.get("/rencana/unduh.json")
    assert answer.mimetype == "application/json"
    plan = answer.get_json()
    assert (plan["schema"], plan["demo"], plan["budget"]) == ("rembuk-plan/1", True, "38500000.00")
    assert plan["progress_percent"] == "86.6"
    (item,) = plan["items"]
    assert item["key"] == address.rsplit("/", 1)[1]
    assert item["title"] == {"id": "Pelatihan aplikasi persuratan", "en": "Letter application training"}
    assert item["steps"] == [
        {"state": "proposed", "on": "2026-02-09", "reason": ""},
        {"state": "verified", "on": "2026-02-16", "reason": ""},
    ]
    assert [(n["title"]["id"], n["contributions"], n["quotes"]) for n in item["needs"]] == [
        ("Kecakapan digital", 12, ["Beta butuh pelatihan komputer 0"]),
        ("Pelayanan ramah", None, []),
    ]
    assert item["indicators"][0]["measurements"] == [{"on": "2026-08-31", "value": "22.000"}]
    assert "Senyum" not in answer.get_data(as_text=True)
    assert set(item["needs"][0]) == {
        *("title", "contributions", "quotes", "units"),
        *("skm_element", "legal_basis", "urgency", "urgency_reason"),
    }


def test_drafts_are_in_neither_file_nor_poster(browser: Browser, session: Session) -> None:
    cycle = made.open_cycle(session)
    cycle.current = True
    need = made.need(session, cycle)
    made.item(session, cycle, needs=(need,), title_id="Rahasia")
    session.commit()
    assert browser.client.get("/rencana/unduh.json").get_json()["items"] == []
    assert "Rahasia" not in browser.get("/rencana/poster").text


def test_the_poster_sets_what_was_said_beside_what_is_done(
    browser: Browser, session: Session, address: str, voices: Voices
) -> None:
    set_site_value(session, "demo", "1")
    session.commit()
    page = browser.get("/rencana/poster")
    (row,) = page.texts(".poster tbody tr")
    assert row == (
        "Kecakapan digital · 12 masukanPelayanan ramah“Beta butuh pelatihan komputer 0” "
        "Pelatihan aplikasi persuratanDiverifikasi, 16 Februari 2026"
        "Waktu membuat surat: 35 menjadi 22 menit, target 20. Mendekati."
    )
    assert "DATA CONTOH" in page.text
    assert page.one(".check img").get("src").startswith("data:image/svg+xml")
    assert "/rencana?siklus=" in page.texts(".check span")[0]


@pytest.mark.parametrize("path", ["/rencana/unduh.json", "/rencana/poster", "/rencana/poster.pdf"])
def test_without_a_cycle_there_is_nothing(browser: Browser, path: str) -> None:
    assert browser.client.get(path).status_code == 404


def test_the_poster_as_pdf_is_one_page(browser: Browser, session: Session, address: str) -> None:
    pytest.importorskip("weasyprint")
    answer = browser.client.get("/rencana/poster.pdf")
    assert answer.mimetype == "application/pdf"
    content = answer.get_data()
    assert content.startswith(b"%PDF-")
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    objects = b"".join(zlib.decompress(part) for part in packed if part[:1] == b"x")
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", content + objects)) == 1

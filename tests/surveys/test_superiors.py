"""What a superior sees, what an ASN is shown of it, what a feedback officer and an auditor read."""

from collections.abc import Callable
from datetime import date

import pytest
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.policy import Duty, Role
from core.units.models import Unit
from rembuk.models import METADATA
from surveys import publishing, store
from surveys.models import Survey
from surveys.skm_template import skm_questions
from surveys.views import answer as view
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]
BrowserWith = Callable[..., Browser]
SECRET_WORDS = "kalimat yang ditulis seseorang"


@pytest.fixture
def cycle(session: Session) -> Cycle:
    """The current cycle; another one holds noise."""
    current = factories.cycle(session)
    noise = make.survey(session, cycle=factories.cycle(session), title="Survei siklus lain")
    answer(session, noise, 30)
    session.commit()
    return current


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "today", lambda: make.TODAY)


def answer(session: Session, survey: Survey, count: int, unit: Unit | None = None, **body: object) -> None:
    """Final answers, as the mixer leaves them."""
    version = make.version_of(survey)
    rows = [
        store.FinalRow(
            version_id=version.id,
            body={"kebutuhan": f"{SECRET_WORDS} {number}", **body} if unit is None else body,
            unit_id=unit.id if unit else None,
            unit_key=unit.key if unit else "",
        )
        for number in range(count)
    ]
    store.finalise(session, survey, rows)
    session.commit()


def parts(page: Page) -> dict[str, bytes]:
    """The part of each survey by its title, byte for byte."""
    found = page.all("[data-testid=dilihat-atasan]")
    return {part.cssselect("h3")[0].text_content(): html.tostring(part, with_tail=False) for part in found}


@pytest.mark.database
def test_an_asn_sees_exactly_what_the_superior_sees(
    session: Session, cycle: Cycle, browser_of: BrowserOf, browser_with: BrowserWith
) -> None:
    """Before and after answers, open and closed, with and without published results."""
    unit = factories.unit(session)
    survey = make.survey(session, cycle=cycle, title="Aspirasi kita")
    noise = make.survey(session, cycle=cycle, title="Survei lain")
    answer(session, noise, 12)
    superior, asn = browser_with(Duty.SUPERIOR, unit_id=unit.id), browser_of(Role.ASN)
    seen: list[bytes] = []

    def both() -> None:
        mirrored = parts(asn.get(f"/survei/{survey.key}/dilihat-atasan"))
        shown = parts(superior.get("/kelola/unit-saya"))
        assert set(shown) == {"Aspirasi kita", "Survei lain"}
        assert mirrored == {"Aspirasi kita": shown["Aspirasi kita"]}
        seen.append(mirrored["Aspirasi kita"])

    both()
    answer(session, survey, 4)
    both()
    assert seen[0] == seen[1], "fewer than five answers look like none"
    answer(session, survey, 6)
    both()
    survey.results_public = True
    session.commit()
    both()
    publishing.close_survey(session, survey, today=date(2026, 11, 24), actor_id=None)
    session.commit()
    both()
    assert len(set(seen)) == 4
    assert b">10<" in seen[2]
    assert not any(SECRET_WORDS.encode() in part for part in seen)


def test_sabotage_a_superior_who_sees_more(
    session: Session,
    cycle: Cycle,
    browser_of: BrowserOf,
    browser_with: BrowserWith,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Were the superior's figures counted otherwise, the two parts would differ."""
    unit = factories.unit(session)
    survey = make.survey(session, cycle=cycle, title="Aspirasi kita")
    answer(session, survey, 3)
    asn, superior = browser_of(Role.ASN), browser_with(Duty.SUPERIOR, unit_id=unit.id)
    mirrored = parts(asn.get(f"/survei/{survey.key}/dilihat-atasan"))
    monkeypatch.setattr("surveys.disclosure.is_small", lambda _count: False)
    assert parts(superior.get("/kelola/unit-saya")) != mirrored


def test_the_link_stands_before_the_first_question(
    session: Session, cycle: Cycle, browser: Browser, browser_of: BrowserOf
) -> None:
    survey, public = make.survey(session, cycle=cycle), make.feedback(session, cycle=cycle)
    session.commit()
    address = f"/survei/{survey.key}/dilihat-atasan"
    page = browser_of(Role.ASN).get(f"/survei/{survey.key}")
    assert len(page.all(f"main a[href='{address}']")) == 1
    assert page.text.index(address) < page.text.index('name="kebutuhan"')
    assert "dilihat-atasan" not in browser.get(f"/survei/{public.key}").text


@pytest.mark.database
def test_nobodys_look_is_stored(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    asn = browser_of(Role.ASN)

    def everything() -> dict[str, list[str]]:
        session.rollback()
        return {t.name: sorted(map(repr, session.execute(select(t)))) for t in METADATA.sorted_tables}

    before = everything()
    page = asn.get(f"/survei/{survey.key}/dilihat-atasan")
    assert everything() == before
    assert "no-store" in page.response.headers["Cache-Control"]
    assert len(page.texts("main .narrow ul li")) == 4


def test_a_superior_sees_the_index_of_the_units_below_only(
    session: Session, cycle: Cycle, browser_with: BrowserWith
) -> None:
    mine, below, small, small_too, other = (
        factories.unit(session, name=f"Kelurahan {name}") for name in ("Satu", "Dua", "Tiga", "Empat", "Lima")
    )
    below.parent_id = small.parent_id = mine.id
    form = make.feedback(session, cycle=cycle, questions=skm_questions())
    for unit, count in ((mine, 6), (below, 8), (small, 3), (small_too, 4), (other, 9)):
        elements = {question.name: "4" for question in skm_questions() if question.is_skm}
        answer(session, form, count, unit, **elements)
    page = browser_with(Duty.SUPERIOR, unit_id=mine.id).get("/kelola/unit-saya")
    cells = page.texts("main tbody td")
    assert cells[0::4] == ["Kelurahan Satu", "Kelurahan Dua"]
    assert cells[1::4] == ["6", "8"]
    assert "Kelurahan Lima" not in page.text


def test_a_feedback_officer_reads_the_words_about_the_own_units(
    session: Session, cycle: Cycle, browser_with: BrowserWith
) -> None:
    mine, below, small, small_too, other = (factories.unit(session) for _ in range(5))
    below.parent_id = mine.id
    form = make.feedback(session, cycle=cycle, questions=skm_questions())
    for unit, count, words in (
        (mine, 6, "loket satu"),
        (below, 5, "loket dua"),
        (small, 4, "loket tiga"),
        (small_too, 4, "loket empat"),
        (other, 9, "loket lima"),
    ):
        answer(session, form, count, unit, saran=words)
    officer = browser_with(Duty.FEEDBACK_OFFICER, unit_id=mine.id)
    index = officer.get("/kelola/masukan-unit")
    assert [a.get("href") for a in index.all("main .cards a")] == [
        f"/kelola/masukan-unit/{form.key}/{mine.key}",
        f"/kelola/masukan-unit/{form.key}/{below.key}",
    ]
    page = officer.get(f"/kelola/masukan-unit/{form.key}/{mine.key}")
    (texts,) = {a.get("href") for a in page.all("main a[href*='/jawaban/saran']")}
    assert officer.get(texts).texts("blockquote") == ["loket satu"] * 6
    assert officer.get(f"{texts}?cari=lima").texts("blockquote") == []
    assert officer.get(f"{texts}?unit={other.key}").texts("blockquote") == ["loket satu"] * 6
    small_only = browser_with(Duty.FEEDBACK_OFFICER, unit_id=small.id)
    assert small_only.get("/kelola/masukan-unit").all("main .cards a") == []
    small_only.get(f"/kelola/masukan-unit/{form.key}/{small.key}", status=404)


def test_an_auditor_reads_figures_without_words(
    session: Session, cycle: Cycle, browser_with: BrowserWith
) -> None:
    survey = make.survey(session, cycle=cycle, title="Aspirasi kita")
    make.draft(session, cycle=cycle, title="Belum terbit")
    answer(session, survey, 12)
    auditor = browser_with(Duty.AUDITOR)
    listed = auditor.get("/kelola/angka")
    assert "Aspirasi kita" in listed.text
    assert "Belum terbit" not in listed.text
    page = auditor.get(f"/kelola/survei/{survey.key}/hasil")
    assert SECRET_WORDS not in page.text
    assert not [
        a for a in page.all("main a") if "jawaban/" in a.get("href", "") or "ekspor" in a.get("href", "")
    ]
    for path in ("hasil/jawaban/kebutuhan", "ekspor.csv"):
        auditor.get(f"/kelola/survei/{survey.key}/{path}", status=403)
    figures = auditor.client.get(f"/kelola/survei/{survey.key}/hasil.csv").get_data(as_text=True)
    assert SECRET_WORDS not in figures

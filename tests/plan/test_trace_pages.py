"""The pages behind a tracking code."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.cycles.models import Cycle
from plan import themes
from plan.enums import ItemState
from plan.item_models import Indicator, Measurement
from plan.models import ThemeRun
from plan.theming import make_handler
from plan.views.trace_words import typed_code
from surveys.answer_models import Answer, Intake
from surveys.models import Survey, SurveyVersion
from surveys.tracking import SOURCE
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import MarkModel, theme_of
from tests.plan.test_needs import plan_item

CODE = "7K2M-9QXD-4TBH-R0WZ"
NOISE = "7K2M-9QXD-4TBH-R0WY"


@pytest.fixture
def cycle(session: Session) -> Cycle:
    return make.deciding_cycle(session)


@pytest.fixture
def version(session: Session, cycle: Cycle) -> SurveyVersion:
    """A published survey with two questions answered in one's own words, and one with a number."""
    survey = Survey(key="aspirasi", cycle_id=cycle.id, title_id="Survei aspirasi 2027")
    kinds = {"kebutuhan": "longtext", "saran": "longtext", "jam": "number"}
    asked = [{"name": name, "kind": kind, "label_id": name} for name, kind in kinds.items()]
    made = SurveyVersion(
        survey=survey, number=1, definition={"questions": asked}, published_on=date(2026, 11, 1)
    )
    session.add(made)
    session.flush()
    return made


def answer(session: Session, version: SurveyVersion, code: str, **body: object) -> None:
    session.add(
        Answer(
            key=f"a{code_hash(code)[:12]}",
            survey_id=version.survey_id,
            version_id=version.id,
            receipt_hash=code_hash(code),
            body=body,
        )
    )
    session.commit()


def run_themes(session: Session, cycle: Cycle) -> ThemeRun:
    run = make.queued_run(session, cycle)
    session.commit()
    make_handler(lambda: (SOURCE,), MarkModel)(session, {"run_id": run.id})(session)
    session.commit()
    session.expire_all()
    return run


def test_the_form_leads_to_the_trail_however_the_code_is_typed(
    browser: Browser, session: Session, version: SurveyVersion
) -> None:
    answer(session, version, CODE, kebutuhan="[digital] excel")
    page = browser.get("/lacak")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    response = browser.post("/lacak", {"code": " 7k2m 9qxd.4tbh–r0wz "})
    assert response.headers["Location"] == f"/lacak/{CODE}"
    trail = browser.get(response.headers["Location"])
    assert trail.response.headers["Referrer-Policy"] == "no-referrer"
    assert trail.response.headers["Cache-Control"] == "no-store"
    assert trail.texts(".ticket code") == [CODE]
    assert "Set-Cookie" not in trail.response.headers
    assert "Set-Cookie" not in page.response.headers
    assert browser.get("/lacak/7k2m9qxd4tbhrowz").texts("h1") == ["Jejak masukan Anda"]


@pytest.mark.parametrize(
    ("raw", "typed"),
    [("abcd-EFGH", "ABCD-EFGH"), ("a/../b?c#d", "ABCD"), ("–––", "-"), ("<b>é</b>", "BB")],
)
def test_a_typed_code_never_breaks_the_address(raw: str, typed: str) -> None:
    assert typed_code(raw) == typed


def test_an_empty_form_says_so_and_a_foreign_token_is_refused(browser: Browser) -> None:
    page = browser.post("/lacak", {"code": "  "}, status=200)
    assert [a.get("href") for a in page.all(".note.bad a")] == ["#code"]
    browser.post("/lacak", {"code": CODE, "csrf_token": "palsu"}, status=400)


@pytest.mark.parametrize("code", [NOISE, "bukan-kode", "-"])
def test_an_unknown_code_helps(browser: Browser, session: Session, version: SurveyVersion, code: str) -> None:
    answer(session, version, CODE, kebutuhan="[digital] excel")
    page = browser.get(f"/lacak/{code}", status=404)
    assert page.texts("h1") == ["Kode tidak ditemukan"]
    assert "Huruf I, L, O, dan U tidak dipakai" in page.text
    assert "excel" not in page.text
    assert browser.post("/lacak", {"code": CODE}, form_at="/lacak").headers["Location"] == f"/lacak/{CODE}"


@pytest.mark.database
def test_what_waits_in_the_mixer_was_received(
    browser: Browser, session: Session, version: SurveyVersion
) -> None:
    answer(session, version, NOISE, kebutuhan="[digital] lain")
    session.add(
        Intake(
            key="i1",
            survey_id=version.survey_id,
            version_id=version.id,
            receipt_hash=code_hash(CODE),
            body={"kebutuhan": "[digital] kanari"},
        )
    )
    session.commit()
    page = browser.get(f"/lacak/{CODE}")
    assert page.texts(".note-t") == ["Masukan Anda sudah diterima"]
    assert "menunggu digabung dengan masukan lain" in page.text
    assert page.all(".trail") == []
    assert "kanari" not in page.text


def test_an_answer_without_words_has_no_trail(
    browser: Browser, session: Session, version: SurveyVersion
) -> None:
    answer(session, version, CODE, jam=3, saran="")
    page = browser.get(f"/lacak/{CODE}")
    assert page.texts(".note-t") == ["Jawaban Anda sudah tercatat"]
    assert page.all(".trail") == []


def test_before_and_after_grouping(
    browser: Browser, session: Session, version: SurveyVersion, cycle: Cycle
) -> None:
    answer(session, version, CODE, kebutuhan="[digital] excel")
    before = browser.get(f"/lacak/{CODE}")
    assert before.texts(".trail-t") == [
        "Masukan Anda diterima",
        "Menunggu dikelompokkan",
        "Belum ada keputusan",
    ]
    assert before.texts("blockquote") == ["[digital] excel"]
    run = run_themes(session, cycle)
    page = browser.get(f"/lacak/{CODE}")
    assert page.texts(".trail li p")[2:5] == [
        "Tema",
        "Literasi digital",
        "Penyusun rencana belum memutuskan tema ini.",
    ]
    themes.reject_theme(session, theme_of(run, "digital"), reason="Sudah berjalan di BKPPD.", actor_id=None)
    session.commit()
    page = browser.get(f"/lacak/{CODE}")
    assert [li.get("class") for li in page.all(".trail li")] == ["done", "done", "stopped"]
    assert "KeputusanBelum dapat dilaksanakanSudah berjalan di BKPPD." in page.texts(".trail li")[2]


@pytest.mark.database
def test_the_trail_names_the_plan_item(
    browser: Browser, session: Session, version: SurveyVersion, cycle: Cycle
) -> None:
    answer(session, version, CODE, kebutuhan="[digital] excel", saran="[] cuaca", jam=2)
    answer(session, version, NOISE, kebutuhan="[arsip] map")
    run = run_themes(session, cycle)
    need = make.accepted(session, run, "digital", title="Melek digital")
    make.accepted(session, run, "arsip", title="Arsip tertib")
    item = plan_item(session, cycle, needs=[need], title="Bimtek surat cepat", state=ItemState.CARRIED_OUT)
    item.indicators = [
        Indicator(
            name_id="Menit per surat",
            measure_unit="menit",
            decreases=True,
            baseline=Decimal(45),
            baseline_on=date(2026, 1, 1),
            target=Decimal(15),
            measurements=[Measurement(on=date(2026, 9, 1), value=Decimal("12.5"))],
        )
    ]
    session.commit()

    page = browser.get(f"/lacak/{CODE}")

    assert page.texts("h2") == ["Masukan ke-1", "Masukan ke-2"]
    assert page.texts(".trail-t") == [
        "Masukan Anda diterima",
        "Literasi digital",
        "Diterima",
        "Melek digital",
        "Bimtek surat cepat",
        "Dilaksanakan",
        "Menit per surat",
        "Masukan Anda diterima",
        "Belum terklasifikasi",
        "Belum ada keputusan",
    ]
    links = {a.text_content(): a.get("href") for a in page.all(".trail a")}
    assert links == {
        "Melek digital": f"/tema/{theme_of(run, 'digital').key}",
        "Bimtek surat cepat": f"/rencana/{item.key}",
    }
    assert "12,5 menit pada 1 September 2026. Nilai awal 45, target 15." in page.texts(".trail li")[6]
    assert "Arsip tertib" not in page.text
    for url in links.values():
        browser.get(url)
    english = browser.get(f"/lacak/{CODE}?lang=en")
    assert english.root.get("lang") == "en"

"""Places: in words or as coordinates, never finer than a hundred metres, read and erased like free text."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.policy import Role
from surveys import contributions, mixer, withdrawing
from surveys.answer_models import Answer, Intake
from surveys.definition import QuestionDef
from surveys.exports import answer_rows
from surveys.importing import import_rows
from surveys.questions import kind_of
from surveys.questions.place import coarse
from surveys.views import answer as view
from surveys.views import by_code
from tests import factories
from tests.page import Browser
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import NEED, SPOT
from tests.surveys.test_manage import BrowserOf
from tests.surveys.test_more_kinds import WORDS
from tests.surveys.test_questions import read
from tests.surveys.test_withdrawing import answered, bodies, changed, figures, mine, mix, stones

OUTSIDE = "Titik ini tidak ada di bumi: lintang -90 sampai 90, lalu bujur -180 sampai 180."
ALLOWED = "camera=(), geolocation=(self), microphone=()"
CLOSED = "camera=(), geolocation=(), microphone=()"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, by_code):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("-10.171823, 123.607512", "-10.172, 123.608"),
        ("−10.1718;123.6075", "-10.172, 123.608"),
        ("-10.1718 123.6075", "-10.172, 123.608"),
        ("-10.5, 123", "-10.500, 123.000"),
        ("-0.0001, 0.0004", "0.000, 0.000"),
        ("90.0, -180.0", "90.000, -180.000"),
        ("Depan SDN Alak 2", "Depan SDN Alak 2"),
        ("10, 20", "10, 20"),
        ("RT 3 RW 12", "RT 3 RW 12"),
        ("  di -10.1718231 dekat 123,60751299 itu ", "di -10.172 dekat 123,608 itu"),
        ("https://maps.example/@-10.1718231,123.6075129,17z", "https://maps.example/@-10.172,123.608,17z"),
        ("https://maps.example/?q=10.17182%2C123.60751", "https://maps.example/?q=10.172%2C123.608"),
        ("Rp1.500 dan 2.500.000", "Rp1.500 dan 2.500.000"),
        ("<b>\x00", "<b>"),
        ("   ", None),
        ("", None),
    ],
)
def test_what_is_typed_is_made_coarse(app: Flask, typed: str, stored: str | None) -> None:
    assert read(app, SPOT, typed) == (stored, [])
    assert coarse(coarse(typed)) == coarse(typed)
    assert kind_of(SPOT).from_text(typed, SPOT) == stored


@pytest.mark.parametrize("typed", ["90.001, 0.0", "-90.1, 12", "0.0, 180.5", "999.9, 999.9"])
def test_what_is_not_on_earth_is_refused(app: Flask, typed: str) -> None:
    assert read(app, SPOT, typed) == (None, [OUTSIDE])
    with pytest.raises(Invalid) as refusal:
        kind_of(SPOT).from_text(typed, SPOT)
    assert refusal.value.params == {"value": typed}


def test_long_and_missing_places(app: Flask) -> None:
    required = QuestionDef(**{**SPOT.to_json(), "required": True})  # type: ignore[arg-type]
    assert read(app, required, "  ") == (None, ["Bagian ini wajib diisi."])
    assert read(app, SPOT, "x" * 301) == (None, ["Isian paling banyak 300 karakter."])
    assert read(app, SPOT, "1" * 300) == ("1" * 300, [])


def test_a_file_has_words_and_numbers() -> None:
    kind = kind_of(SPOT)
    assert kind.export_headers(SPOT, "en") == [
        SPOT.label_en,
        f"{SPOT.label_en} – latitude",
        f"{SPOT.label_en} – longitude",
    ]
    assert kind.export("-10.172, 123.608", SPOT, "id") == ["-10.172, 123.608", -10.172, 123.608]
    assert kind.export("Depan SDN", SPOT, "id") == ["Depan SDN", None, None]
    assert kind.export(None, SPOT, "id") == [None, None, None]
    assert kind.from_text("'-10.172, 123.608", SPOT) == "-10.172, 123.608"
    assert list(kind.count_values("Depan SDN")) == [""]


@pytest.mark.database
def test_a_place_is_no_contribution_and_leaves_at_once(session: Session) -> None:
    survey = make.survey(session, batch_size=2, questions=(NEED, SPOT))
    code = answered(session, survey, {"kebutuhan": "Lampu", "lokasi": "Gang Mawar 7"})
    answered(session, survey, {"kebutuhan": "Jalan"})
    mix(session)
    key = mine(session, code).key
    found = contributions.of_cycle(session, survey.cycle_id)
    assert sorted((c.ref.field, c.text) for c in found) == [("kebutuhan", "Jalan"), ("kebutuhan", "Lampu")]

    assert changed(session, code, {"kebutuhan": "Lampu", "lokasi": "Gang Melati 1"}) is True
    assert mine(session, code).body == {"kebutuhan": "Lampu", "lokasi": ""}
    assert stones(session) == set()
    answered(session, survey, {"kebutuhan": "Air"})
    mix(session)
    # Where no words changed the key stays, and with it the trace.
    assert (mine(session, code).key, mine(session, code).body["lokasi"]) == (key, "Gang Melati 1")

    withdrawing.withdraw(session, code)
    assert mine(session, code).body == {"kebutuhan": "", "lokasi": ""}
    assert stones(session) == {(key, "kebutuhan", "withdrawn")}
    answered(session, survey, {"kebutuhan": "Air"})
    mix(session)
    assert figures(session, survey) == {
        ("", "", ""): 3,
        ("", "kebutuhan", ""): 3,
    }
    assert [body for body in bodies(session, Answer, survey) if "lokasi" in body] == []


def test_only_who_reads_texts_reads_places(session: Session, browser: Browser, browser_of: BrowserOf) -> None:
    survey = make.feedback(session, questions=(SPOT,))
    make.feedback(session, title="Lain", questions=(SPOT,))
    survey.results_public = True
    rows = [{"a": f"Gang {n}"} for n in range(5)] + [{"a": "-10.17182, 123.60751"}]
    import_rows(session, survey, rows=rows, mapping={"a": "lokasi"}, actor_id=None)
    session.commit()
    staff, at = browser_of(Role.FACILITATOR), f"/kelola/survei/{survey.key}/hasil"
    page = staff.get(at)
    assert [a.get("href") for a in page.all(".charts .acts a")] == [f"{at}/jawaban/lokasi"]
    quotes = staff.get(f"{at}/jawaban/lokasi").texts("blockquote")
    assert sorted(quotes) == ["-10.172, 123.608", *(f"Gang {n}" for n in range(5))]
    public = browser.get(f"/hasil/{survey.key}").text
    assert "6 orang menjawab" in public
    assert "Gang" not in public
    assert "123.608" not in public
    lines = list(answer_rows(session, survey, lang="id", words=WORDS))
    assert ["-10.172, 123.608", -10.172, 123.608] in [line[-3:] for line in lines]


def test_the_browser_may_be_asked_only_where_a_place_is_asked(
    session: Session, browser: Browser, browser_of: BrowserOf
) -> None:
    with_place = make.feedback(session, questions=(NEED, SPOT))
    without = make.feedback(session, title="Lain", questions=(NEED,))
    session.commit()
    page = browser.get(f"/survei/{with_place.key}")
    assert page.response.headers["Permissions-Policy"] == ALLOWED
    assert len(page.all("script[src*='place.js']")) == 1
    assert page.one("[data-place]").get("data-place") == page.one("[name=lokasi]").get("id")
    assert "hidden" in page.one("[data-place]").attrib
    assert "sekitar 100 meter" in page.text
    refused = browser.post(f"/survei/{with_place.key}", {"lokasi": "999.9, 1.0"}, status=422)
    assert refused.response.headers["Permissions-Policy"] == ALLOWED  # type: ignore[union-attr]
    other = browser.get(f"/survei/{without.key}")
    assert other.response.headers["Permissions-Policy"] == CLOSED
    assert "place.js" not in other.text
    preview = browser_of(Role.FACILITATOR).get(f"/kelola/survei/{with_place.key}/pratinjau")
    assert preview.response.headers["Permissions-Policy"] == ALLOWED


@pytest.mark.database
def test_of_a_posted_position_only_the_coarse_one_is_stored(session: Session, browser: Browser) -> None:
    survey = make.survey(session, questions=(SPOT,), access="account")
    person = factories.account(session)
    session.commit()
    sent = make.submission(survey, {"lokasi": "Gang Mawar"}, account_id=person.id)
    assert sent.body == {"lokasi": "Gang Mawar"}
    public = make.feedback(session, questions=(SPOT,))
    session.commit()
    browser.post(f"/survei/{public.key}", {"lokasi": "-10.171823, 123.607512"}, status=200)
    assert bodies(session, Answer, public) == [{"lokasi": "-10.172, 123.608"}]
    assert session.scalars(select(Intake)).all() == []
    assert mixer.mix_batches(session, survey.id) == 0

"""Questions of several pieces: "Lainnya" with one's own words, and matrices. Each piece counts by itself."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.contributions import ContributionRef
from core.errors import Invalid
from core.policy import Role
from surveys import contributions, drafts, store
from surveys.answer_form import AnswerForm
from surveys.answer_models import Answer
from surveys.drafts import DraftContent
from surveys.exports import answer_rows, result_rows
from surveys.importing import guess_mapping, import_rows
from surveys.questions import answerable, kind_of
from surveys.results import results_of
from surveys.text_answers import text_answers, text_column
from surveys.views import answer, by_code, resuming
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import PARTED, RATES
from tests.surveys.test_manage import BrowserOf
from tests.surveys.test_more_kinds import WORDS

FULL: dict[str, object] = {
    "tempat": "lain",
    "tempat.lain": "Balai desa",
    "alat": ["hp", "lain"],
    "alat.lain": "Papan tulis",
    "nilai.loket": "4",
    "nilai.ruang_tunggu": "2",
}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answer, by_code, resuming):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


def body_of(app: Flask, posted: dict[str, object]) -> dict[str, object]:
    sent = MultiDict(
        (k, v) for k, value in posted.items() for v in (value if isinstance(value, list) else [value])
    )
    with app.test_request_context(headers={"Accept-Language": "id"}):
        form = AnswerForm(PARTED, "id")
        assert form.read(sent), form.problems()
        return form.body()


def test_the_pieces_have_names_and_words_of_their_own() -> None:
    assert [(p.name, p.kind, p.label("id"), p.label("en")) for p in answerable(PARTED)] == [
        ("tempat", "single", "Di mana?", "Where?"),
        ("tempat.lain", "text", "Di mana? – Lainnya", "Where? – Other"),
        ("alat", "multiple", "Alat kerja", "Alat kerja"),
        ("alat.lain", "text", "Alat kerja – Lainnya", "Alat kerja – Lainnya"),
        ("nilai.loket", "scale", "Nilai layanan kami – Loket", "Nilai layanan kami – Loket"),
        (
            "nilai.ruang_tunggu",
            "scale",
            "Nilai layanan kami – Ruang tunggu",
            "Nilai layanan kami – Ruang tunggu",
        ),
    ]
    named = replace(RATES, config={**RATES.config, **make.options("baik", "buruk")})
    assert {part.kind for part in answerable([named])} == {"single"}


def test_own_words_count_only_with_their_option(app: Flask) -> None:
    assert body_of(app, FULL) == FULL
    elsewhere = {**FULL, "tempat": "rumah", "alat": ["hp"]}
    assert body_of(app, elsewhere) == {
        "tempat": "rumah",
        "alat": ["hp"],
        "nilai.loket": "4",
        "nilai.ruang_tunggu": "2",
    }
    assert body_of(app, {"tempat.lain": "tanpa pilihan", "tempat": "lain"}) == {
        "tempat": "lain",
        "tempat.lain": "tanpa pilihan",
    }
    assert body_of(app, {"tempat.lain": "x", "alat.lain": "y"}) == {}


def test_each_row_of_a_required_matrix_wants_an_answer(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "id"}):
        form = AnswerForm([replace(RATES, required=True)], "id")
        assert not form.read(MultiDict({"nilai.loket": "4"}))
        assert form.wrong_names() == {"nilai.ruang_tunggu"}
        assert form.problems() == [("q-nilai.ruang_tunggu", "Ruang tunggu: Bagian ini wajib diisi.")]


@pytest.mark.parametrize(
    "config",
    [
        {"rows": []},
        {"rows": [{"value": "a"}, {"value": "a"}]},
        {"rows": [{"value": "a.b"}]},
        {"rows": [{"value": f"r{n}"} for n in range(21)]},
        {"options": [{"value": "1"}]},
    ],
)
def test_a_matrix_that_cannot_be_asked_is_refused(config: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        kind_of(RATES).check(replace(RATES, config={**RATES.config, **config}))


def test_authors_write_rows_and_other_as_lines(session: Session, browser_of: BrowserOf) -> None:
    survey = make.draft(session, questions=())
    session.commit()
    staff, at = browser_of(Role.FACILITATOR), f"/kelola/survei/{survey.key}"
    new = {"label_id": "Nilai layanan", "rows": "Loket | x\nRuang tunggu", "options": "1 | Buruk\n2 | Baik"}
    refused = staff.post(f"{at}/pertanyaan/baru/matrix", new, status=200)
    assert isinstance(refused, Page)
    assert "huruf kecil" in refused.texts(".note.bad")[0]
    staff.post(f"{at}/pertanyaan/baru/matrix", {**new, "rows": "loket | Loket | Counter\nRuang tunggu"})
    staff.post(
        f"{at}/pertanyaan/baru/dropdown", {"label_id": "Di mana", "options": "Sini\nSana", "other": "y"}
    )
    session.expire_all()
    matrix, where = survey.questions
    assert matrix.config["rows"] == [
        {"value": "loket", "label_id": "Loket", "label_en": "Counter"},
        {"value": "ruang_tunggu", "label_id": "Ruang tunggu", "label_en": ""},
    ]
    assert where.config["other"] is True
    page = staff.get(f"{at}/pertanyaan/{matrix.id}")
    assert (
        page.one("textarea[name=rows]").text.strip() == "loket | Loket | Counter\nruang_tunggu | Ruang tunggu"
    )
    page = staff.get(f"{at}/pertanyaan/{where.id}")
    assert page.one("textarea[name=options]").text.strip() == "sini | Sini\nsana | Sana"
    assert page.one("input[name=other]").get("checked") is not None
    shown = staff.get(f"{at}/pratinjau")
    assert shown.texts("fieldset.mx > legend, fieldset.mx fieldset legend") == [
        "Nilai layanan",
        "Loket",
        "Ruang tunggu",
    ]
    assert shown.one("input[name='di_mana.lain']").get("type") == "text"
    staff.post(
        f"{at}/pertanyaan/{where.id}", {"label_id": "Di mana", "options": "Sini\nSana", "name": "di_mana"}
    )
    session.expire_all()
    assert "other" not in survey.questions[1].config


@pytest.mark.database
def test_from_a_draft_to_the_answer_and_its_change(session: Session, browser: Browser) -> None:
    survey = make.feedback(session, questions=(*PARTED, make.NEED))
    make.feedback(session, key="lain", questions=PARTED)
    fields = {name: value if isinstance(value, list) else [str(value)] for name, value in FULL.items()}
    kept = drafts.keep(
        session, survey, DraftContent("ab" * 16, 1, fields=fields), today=make.TODAY, secret=make.SECRET
    )
    session.commit()
    code = store.append(session, make.submission(survey, FULL, nonce="cd" * 16), secret=make.SECRET).code
    asked = browser.get("/lanjut").fields()
    opened = browser.client.post("/lanjut", data={**asked, "code": kept.code}, follow_redirects=True)
    for page in (Page(opened), browser.get(f"/lacak/{code}/ubah")):
        assert page.one("input[name='alat.lain']").get("value") == "Papan tulis"
        assert [i.get("name") for i in page.all("input[type=radio][checked]")] == [
            "tempat",
            "nilai.loket",
            "nilai.ruang_tunggu",
        ]
    changed = {**FULL, "kebutuhan": "Meja", "nilai.loket": "1", "alat": "hp"}
    browser.post(f"/lacak/{code}/ubah", changed, status=200)
    session.expire_all()
    mine = session.scalars(select(Answer)).one()
    assert mine.body == {
        "tempat": "lain",
        "tempat.lain": "Balai desa",
        "alat": ["hp"],
        "nilai.loket": "1",
        "nilai.ruang_tunggu": "2",
        "kebutuhan": "Meja",
    }
    assert {r.field for r in contributions.refs_of("k", make.version_of(survey), mine.body)} == {
        "tempat.lain",
        "kebutuhan",
    }
    assert [
        one.text
        for one in contributions.fetch(session, [ContributionRef("survey_answer", mine.key, "tempat.lain")])
    ] == ["Balai desa"]


@pytest.mark.database
def test_pieces_are_imported_shown_and_exported(session: Session) -> None:
    import_rows(
        session,
        make.survey(session, title="Lain", questions=PARTED),
        rows=[{"a": "1"}] * 9,
        mapping={"a": "nilai.loket"},
        actor_id=None,
    )
    survey = make.survey(session, questions=PARTED)
    titles = {part.label_id: part.name for part in answerable(PARTED)}
    row = {"Di mana?": "Lainnya", "Di mana? – Lainnya": "Balai desa", "Alat kerja": "Hp; Lainnya"}
    row |= {
        "Alat kerja – Lainnya": "",
        "Nilai layanan kami – Loket": "4",
        "Nilai layanan kami – Ruang tunggu": "",
    }
    rows = [{**row, "Alat kerja": "Hp", "Alat kerja – Lainnya": "tidak dipakai"}, *[row] * 6]
    assert guess_mapping(list(row), PARTED).columns == titles
    assert import_rows(session, survey, rows=rows, mapping=titles, actor_id=None).errors == ()
    results = results_of(session, survey)
    assert [(r.question.name, r.answered) for r in results.questions] == [
        ("tempat", 7),
        ("tempat.lain", 7),
        ("alat", 7),
        ("alat.lain", None),
        ("nilai.loket", 7),
        ("nilai.ruang_tunggu", 0),
    ]
    shown = list(result_rows(results, lang="id", words=WORDS))
    assert ["Di mana?", "Lainnya", 7, "100.0"] in shown
    assert ["Nilai layanan kami – Loket", "4", 7, "100.0"] in shown
    answers = list(answer_rows(session, survey, lang="id", words=WORDS))
    assert answers[0] == list(titles)
    assert answers[1:].count(["Lainnya", "Balai desa", "Hp; Lainnya", None, "4", None]) == 6
    assert answers[1:].count(["Lainnya", "Balai desa", "Hp", None, "4", None]) == 1
    text = text_column(survey, "tempat.lain")
    assert {one.text for one in text_answers(session, survey, text).texts} == {"Balai desa"}


def test_who_wrote_beside_a_hidden_other_is_not_counted(session: Session) -> None:
    """Two chose "Rumah". "Lainnya" is hidden with it, so nobody learns that all six of it wrote something."""
    survey = make.survey(session, questions=(make.WHERE,))
    six = [{"a": "lain", "b": "Balai desa"}] * 6
    rows = [*six, *[{"a": "kantor", "b": ""}] * 9, *[{"a": "rumah", "b": ""}] * 2]
    import_rows(session, survey, rows=rows, mapping={"a": "tempat", "b": "tempat.lain"}, actor_id=None)
    chosen, written = results_of(session, survey).questions
    assert [row.count for row in chosen.options] == [9, None, None]
    assert (chosen.answered, written.answered) == (17, None)
    more = [{"a": "rumah", "b": ""}] * 4
    import_rows(session, survey, rows=more, mapping={"a": "tempat", "b": "tempat.lain"}, actor_id=None)
    chosen, written = results_of(session, survey).questions
    assert [row.count for row in chosen.options] == [9, 6, 6]
    assert (chosen.answered, written.answered) == (21, 6)

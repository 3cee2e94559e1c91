"""Publishing a further version: what the page says of the answers that are there, and what is refused."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.policy import Role
from surveys import authoring, publishing, store
from surveys.counting import FinalRow
from surveys.definition import QuestionDef
from surveys.enums import Purpose
from surveys.models import Survey, SurveyVersion
from surveys.results import results_of
from surveys.versions import Decision, changes_of
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import options
from tests.surveys.test_versions import Body, figures, give, publish

BrowserOf = Callable[[Role], Browser]
COLOUR = QuestionDef("warna", "single", "Warna apa?", config=options("merah", "biru"))
WAYS = QuestionDef("cara", "multiple", "Cara apa?", config=options("kelas", "daring", "lapangan"))
HOURS = QuestionDef("jam", "number", "Berapa jam?")
STORY = QuestionDef("cerita", "longtext", "Ceritakan.")


def open_survey(session: Session, *questions: QuestionDef) -> Survey:
    return make.feedback(session, questions=questions or (COLOUR, WAYS, HOURS, STORY))


def reword(session: Session, survey: Survey, name: str, **changes: object) -> None:
    question = next(q for q in survey.questions if q.name == name)
    for field, value in changes.items():
        setattr(question, field, value)
    session.flush()


def at(survey: Survey) -> str:
    return f"/kelola/survei/{survey.key}/terbitkan"


def lists(page: Page) -> dict[str, list[str]]:
    found = {}
    for heading in page.all("form.card h3"):
        listed = heading.getnext()
        while listed is not None and listed.tag not in {"ul", "h3", "fieldset"}:
            listed = listed.getnext()
        if listed is not None and listed.tag == "ul":
            found[heading.text_content()] = [item.text_content() for item in listed]
    return found


def test_the_page_says_what_happens_to_each_question(session: Session, browser_of: BrowserOf) -> None:
    survey = open_survey(session)
    give(session, survey, (7, {"warna": "merah", "jam": 2}), (6, {"warna": "biru"}), (3, {"cerita": "x"}))
    reword(session, survey, "warna", label_id="Warna mana?", config=options("hangat", "biru"))
    authoring.delete_question(session, survey.questions[2], actor_id=None)
    authoring.add_question(session, survey, definition=make.AGREED, actor_id=None)
    session.commit()
    browser = browser_of(Role.PLANNER)
    page = browser.get(at(survey))
    assert "Yang terjadi dengan 16 jawaban" in page.text
    assert lists(page) == {
        "Tidak ditanyakan lagi": ["Berapa jam?"],
        "Baru": [make.AGREED.label_id],
        "Tetap sama": ["Cara apa?", "Ceritakan."],
    }
    assert "Sebelumnya: “Warna apa?”" in page.text
    assert "Pertanyaan yang sama: 13 jawaban lama dihitung bersama yang baru." in page.text
    fields = page.fields()
    chosen = {s.get("name"): s.cssselect("option[selected]")[0].get("value") for s in page.all("form select")}
    assert chosen == {"ganti.warna.0": "", "ganti.warna.1": "biru"}
    said = {"arti.warna": "sama", "ganti.warna.0": "hangat", "ganti.warna.1": "biru"}
    browser.post(at(survey), {**fields, **said})
    session.expire_all()
    assert survey.versions[1].changes["questions"] == {
        "warna": {"status": "recoded", "recode": {"merah": "hangat"}, "counted": 2},
        "cara": {"status": "same"},
        "cerita": {"status": "same"},
        "setuju": {"status": "new"},
    }
    assert survey.versions[1].changes["removed"] == ["jam"]
    assert figures(session, survey)["warna"] == {"hangat": 7, "biru": 6}
    results = browser.get(f"/kelola/survei/{survey.key}/hasil")
    notes = [item.text_content() for item in results.all("#pertanyaan-warna li")]
    assert notes == ["“Merah” (versi 1) dihitung sebagai “Hangat”."]
    assert "Ditanyakan sampai versi 1; berakhir" in results.one("#pertanyaan-jam").text_content()
    assert "Dihitung sejak versi 2" in results.one("#pertanyaan-setuju").text_content()


def test_another_question_under_the_same_name_starts_anew(session: Session, browser_of: BrowserOf) -> None:
    survey = open_survey(session)
    give(session, survey, (7, {"jam": 2, "cerita": "lama"}))
    reword(session, survey, "jam", label_id="Hari apa?", kind="date")
    reword(session, survey, "cerita", label_id="Apa harapan Anda?")
    session.commit()
    browser = browser_of(Role.PLANNER)
    fields = browser.get(at(survey)).fields()
    assert browser.get(at(survey)).all("input[name='arti.jam'][value=sama]") == []
    browser.post(at(survey), {**fields, "arti.jam": "lain", "arti.cerita": "lain"})
    session.expire_all()
    give(session, survey, (6, {"jam": "2027-03-01", "cerita": "baru"}))
    assert figures(session, survey) == {
        "": {"": 13},
        "@2": {"": 6},
        "jam": {"2": 7},
        "jam@2": {"2027-03-01": 6},
        "cerita": {"": 7},
        "cerita@2": {"": 6},
    }
    place = f"/kelola/survei/{survey.key}/hasil/jawaban"
    for name, own, other in (("cerita", "lama", "baru"), ("cerita@2", "baru", "lama")):
        texts = [quote.text_content() for quote in browser.get(f"{place}/{name}").all("main blockquote")]
        assert len(texts) in {6, 7}
        assert all(own in text and other not in text for text in texts)


def test_what_somebody_else_changed_meanwhile_is_looked_at_first(
    session: Session, browser_of: BrowserOf
) -> None:
    survey = open_survey(session)
    reword(session, survey, "warna", label_id="Warna mana?")
    session.commit()
    browser = browser_of(Role.PLANNER)
    fields = {**browser.get(at(survey)).fields(), "arti.warna": "lain"}
    authoring.add_question(session, survey, definition=make.AGREED, actor_id=None)
    session.commit()
    page = browser.post(at(survey), fields, status=200)
    assert "Orang lain mengubah survei ini" in page.text
    assert lists(page)["Baru"] == [make.AGREED.label_id]
    assert session.scalars(
        select(SurveyVersion.number).where(SurveyVersion.survey_id == survey.id)
    ).all() == [1]
    browser.post(at(survey), {**page.fields(), "arti.warna": "sama"})
    session.expire_all()
    assert len(survey.versions) == 2


RIGHT = {"arti.warna": "sama", "ganti.warna.0": "hangat", "ganti.warna.1": "biru"}


def test_nonsense_is_no_decision(session: Session, browser_of: BrowserOf) -> None:
    survey = open_survey(session)
    reword(session, survey, "warna", config=options("hangat", "biru"))
    session.commit()
    browser = browser_of(Role.PLANNER)
    fields = {**browser.get(at(survey)).fields(), **RIGHT}
    for wrong in ({"arti.warna": "apa"}, {"ganti.warna.0": "ungu"}, {"arti.warna": ""}):
        browser.post(at(survey), {**fields, **wrong}, status=200)
    session.expire_all()
    assert len(survey.versions) == 1
    browser.post(at(survey), fields)
    session.expire_all()
    assert len(survey.versions) == 2


def test_two_boxes_are_not_made_one(session: Session) -> None:
    survey = open_survey(session)
    merged = (QuestionDef("cara", "multiple", "Cara apa?", config=options("kelas", "jauh")),)
    with pytest.raises(Invalid, match="digabung"):
        publish(session, survey, merged, {"cara": Decision(recode={"daring": "jauh", "lapangan": "jauh"})})
    with pytest.raises(Invalid, match="pengganti"):
        publish(session, survey, merged, {"cara": Decision(recode={"daring": "bulan"})})


def test_an_old_option_stays_apart_from_another_of_its_value(session: Session) -> None:
    survey = open_survey(session)
    give(session, survey, (8, {"warna": "merah"}), (5, {"warna": "biru"}))
    other = {"options": [{"value": "merah", "label_id": "Merah"}, {"value": "biru", "label_id": "Biru muda"}]}
    asked = (QuestionDef("warna", "single", "Warna apa?", config=other), STORY)
    publish(session, survey, asked, {"warna": Decision(recode={"biru": None})})
    give(session, survey, (6, {"warna": "biru"}))
    publish(session, survey, (asked[0],))
    assert figures(session, survey)["warna"] == {"merah": 8, "biru@2": 5, "biru": 6}
    shown = {o.option.label_id: o.count for o in results_of(session, survey).questions[0].options}
    assert shown == {"Merah": 8, "Biru muda": 6, "Biru": 5}


def test_boxes_are_out_of_those_who_were_asked(session: Session) -> None:
    survey = make.feedback(session, questions=(COLOUR,), purpose=Purpose.FEEDBACK)
    near, far = factories.unit(session), factories.unit(session)
    give(session, survey, (30, {"warna": "merah"}))
    publish(session, survey, (COLOUR, WAYS))
    version = make.version_of(survey).id
    rows = [
        FinalRow(version, {"cara": ["kelas"]} if n < 6 else {"warna": "biru"}, unit.id, unit.key)
        for unit in (near, far)
        for n in range(12)
    ]
    store.finalise(session, survey, rows)
    publish(session, survey, (COLOUR, WAYS, STORY))
    give(session, survey, (6, {"cara": ["daring", "kelas"]}))
    whole = next(row for row in results_of(session, survey).questions if row.question.name == "cara")
    assert (whole.answered, [(o.count, str(o.percent)) for o in whole.options]) == (
        30,
        [(18, "60.0"), (6, "20.0"), (0, "0.0")],
    )
    one = results_of(session, survey, unit_key=near.key)
    row = next(row for row in one.questions if row.question.name == "cara")
    assert (row.answered, row.options[0].count, str(row.options[0].percent)) == (12, 6, "50.0")


def test_the_first_version_is_new_throughout_and_unchanged_ones_are_the_same(session: Session) -> None:
    survey = open_survey(session, COLOUR)
    publish(session, survey, (COLOUR, STORY))
    said = [[str(one.status) for one in changes_of(version).values()] for version in survey.versions]
    assert said == [["new"], ["same", "new"]]
    assert publishing.removed_questions(session, survey) == ()


def test_what_would_show_a_hidden_answer_is_refused_with_a_way_out(
    session: Session, browser_of: BrowserOf
) -> None:
    four = QuestionDef("warna", "single", "Warna apa?", config=options("merah", "biru", "hijau", "ungu"))
    survey = open_survey(session, four, STORY)
    counts = {"merah": 3, "biru": 6, "hijau": 20, "ungu": 30}
    give(session, survey, *((times, {"warna": value}) for value, times in counts.items()))
    reword(session, survey, "warna", config=options("biru", "hijau", "ungu"))
    session.commit()
    browser = browser_of(Role.PLANNER)
    stays = {"ganti.warna.0": "", "ganti.warna.1": "biru", "ganti.warna.2": "hijau", "ganti.warna.3": "ungu"}
    fields = {**browser.get(at(survey)).fields(), "arti.warna": "sama", **stays}
    page = browser.post(at(survey), {**fields, "ganti.warna.0": "ungu"}, status=200)
    assert "“Warna apa?” pilihan lama belum dapat dihitung sebagai pilihan lain" in page.text
    assert page.one("select[name='ganti.warna.0'] option[selected]").get("value") == "ungu"
    browser.post(at(survey), fields)
    session.expire_all()
    assert len(survey.versions) == 2
    row = results_of(session, survey).questions[0]
    assert {o.option.value: o.count for o in row.options} == {
        "biru": None, "hijau": 20, "ungu": 30, "merah": None
    }  # fmt: skip


def test_a_recoded_question_is_not_shown_by_unit(session: Session, browser_of: BrowserOf) -> None:
    survey = open_survey(session, COLOUR, WAYS)
    unit = factories.unit(session)

    def about_the_unit(times: int, body: Body) -> None:
        store.finalise(
            session, survey, [FinalRow(make.version_of(survey).id, body, unit.id, unit.key)] * times
        )

    about_the_unit(8, {"warna": "merah", "cara": ["kelas"]})
    about_the_unit(7, {"warna": "biru"})
    give(session, survey, (5, {"warna": "biru"}), (5, {"warna": "merah"}))
    asked = (
        replace(COLOUR, config=options("warna", "lain_lagi")),
        replace(WAYS, config=options("jauh", "daring")),
    )
    said = {
        "warna": Decision(recode={"merah": "warna", "biru": "warna"}),
        "cara": Decision(recode={"kelas": "jauh"}),
    }
    publish(session, survey, asked, said)
    about_the_unit(6, {"warna": "lain_lagi"})
    session.commit()
    whole, one = results_of(session, survey), results_of(session, survey, unit_key=unit.key)
    assert [(o.option.value, o.count) for o in whole.questions[0].options] == [
        ("warna", 25),
        ("lain_lagi", 6),
    ]
    assert (one.questions[0].answered, [o.count for o in one.questions[0].options]) == (21, [None, None])
    assert [(o.option.value, o.count) for o in one.questions[1].options][0] == ("jauh", 8)
    page = browser_of(Role.PLANNER).get(f"/kelola/survei/{survey.key}/hasil?unit={unit.key}")
    notes = [item.text_content() for item in page.all("#pertanyaan-warna li")]
    assert notes == ["Tidak ditampilkan per unit: sejak versi 2 pilihan lama dihitung sebagai pilihan lain."]
    assert "Sebarannya disembunyikan" not in page.one("#pertanyaan-warna").text_content()


def test_versions_from_before_there_were_maps_go_on(session: Session) -> None:
    survey = open_survey(session, COLOUR, WAYS)
    old = survey.versions[0]
    add = SurveyVersion(
        survey=survey, number=2, definition=old.definition, published_on=make.TODAY, changes={}
    )
    session.add(add)
    session.flush()
    for version, times in ((old, 8), (add, 7)):
        store.finalise(session, survey, [FinalRow(version.id, {"warna": "merah", "cara": ["kelas"]})] * times)
    session.expire_all()
    publish(session, survey, (replace(COLOUR, config=options("ungu", "biru")),), {
        "warna": Decision(recode={"merah": "ungu"})
    })  # fmt: skip
    give(session, survey, (9, {"warna": "ungu"}))
    store.finalise(session, survey, [FinalRow(add.id, {"warna": "merah"})])
    assert figures(session, survey) == {
        "": {"": 25}, "@3": {"": 9}, "warna": {"ungu": 25}, "cara": {"kelas": 15}
    }  # fmt: skip
    shown = {row.question.name: row for row in results_of(session, survey).questions}
    assert (shown["cara"].answered, shown["cara"].options[0].count) == (16, None)  # one of 16 did not tick it

"""The files: what is in them, and what never is."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from core.site import set_site_value
from surveys.answer_models import Answer
from surveys.enums import Access, Purpose
from tests import factories
from tests.page import Browser
from tests.surveys import factories_results as made


def rows_of(browser: Browser, path: str) -> list[list[str]]:
    response = browser.client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


@pytest.mark.database
def test_one_row_per_answer_with_the_words_people_chose(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey, noise = made.survey(session), made.survey(session)
    large, small = factories.unit(session), factories.unit(session)
    made.answer(session, noise, {"warna": "hijau"}, times=9)
    made.answer(session, survey, {"warna": "merah", "cara": ["kelas", "daring"]}, unit=large, times=6)
    made.answer(session, survey, {"cerita": "=SUM(A1)", "jam": -5}, unit=small)
    made.answer(session, survey, {"cerita": "N/A", "jam": 2.5, "hari": "2027-03-01"}, times=5)
    session.commit()
    header, *rows = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}/ekspor.csv")
    assert header == ["Unit", "Warna apa?", "Cara apa?", "Berapa jam?", "Ceritakan.", "Hari apa?"]
    assert sorted(rows) == sorted(
        [[large.name, "Pilihan merah", "Pilihan kelas; Pilihan daring", "", "", ""]] * 6
        + [["", "", "", "'-5", "'=SUM(A1)", ""]]
        + [["", "", "", "2.5", "N/A", "2027-03-01"]] * 5
    )


def test_no_key_no_time_and_no_order_of_arrival(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey = made.survey(session, purpose=Purpose.ASPIRATION, access=Access.ACCOUNT)
    for i in range(30):
        made.answer(session, survey, {"cerita": f"nomor {i}"})
    session.commit()
    response = browser_of(Role.PLANNER).client.get(f"/kelola/survei/{survey.key}/ekspor.csv")
    text = response.get_data(as_text=True)
    keys = {a.key: a.body["cerita"] for a in session.scalars(select(Answer))}
    assert re.findall(r"nomor \d+", text) == [keys[key] for key in sorted(keys)]
    assert not [key for key in keys if key in text]
    assert not re.search(r"\d\d:\d\d|202\d", text)
    assert "Unit" not in text


def test_older_versions_keep_their_words(session: Session, browser_of: Callable[[Role], Browser]) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"warna": "hijau", "cerita": "lama"})
    survey.questions[0].config = made.options("merah", "biru")
    del survey.questions[3]
    session.flush()
    made.publish_survey(session, survey, today=made.DAY, actor_id=None)
    session.expire_all()
    made.answer(session, survey, {"warna": "biru"})
    session.commit()
    header, *rows = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}/ekspor.csv")
    assert header[-1] == "Ceritakan."
    assert sorted((row[1], row[-1]) for row in rows) == [("Pilihan biru", ""), ("Pilihan hijau", "lama")]


def test_figures_pass_the_gate(
    session: Session, browser_of: Callable[[Role], Browser], browser: Browser
) -> None:
    survey = made.survey(session, public=True)
    made.answer(session, survey, {"warna": "merah", "jam": 4}, times=20)
    made.answer(session, survey, {"warna": "biru"}, times=3)
    made.answer(session, survey, {"warna": "hijau"}, times=6)
    session.commit()
    staff = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}/hasil.csv")
    hidden = "disembunyikan (kurang dari 5)"
    assert staff[:5] == [
        ["Pertanyaan", "Pilihan", "Jumlah", "Persen"],
        ["Warna apa?", "Menjawab", "29", ""],
        ["Warna apa?", "Pilihan merah", "20", "69.0"],
        ["Warna apa?", "Pilihan biru", hidden, hidden],
        ["Warna apa?", "Pilihan hijau", hidden, hidden],
    ]
    assert ["Berapa jam?", "Rata-rata", "4.00", ""] in staff
    assert rows_of(browser, f"/hasil/{survey.key}/hasil.csv") == staff


def test_figures_in_english(session: Session, browser: Browser) -> None:
    survey = made.survey(session, public=True)
    made.answer(session, survey, {"warna": "merah"}, times=20)
    session.commit()
    rows = rows_of(browser, f"/hasil/{survey.key}/hasil.csv?lang=en")
    assert rows[2][:2] == ["Which colour?", "Option merah"]


def test_demo_data_say_so_in_the_file_and_its_name(
    session: Session, browser_of: Callable[[Role], Browser]
) -> None:
    survey = made.survey(session)
    made.answer(session, survey, {"warna": "merah"}, times=5)
    set_site_value(session, "demo", "1")
    session.commit()
    for name, file in (("ekspor", "jawaban"), ("hasil", "hasil")):
        path = f"/kelola/survei/{survey.key}/{name}.csv"
        assert rows_of(browser_of(Role.PLANNER), path)[0][-1] == "DATA CONTOH – bukan data resmi"
        said = browser_of(Role.PLANNER).client.get(path).headers["Content-Disposition"]
        assert said == f'attachment; filename="contoh-{survey.key}-{file}.csv"'

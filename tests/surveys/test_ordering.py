"""Options in another order for each respondent: fair, the same while one form is filled in, recorded by number."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Role
from surveys.answer_models import Answer
from surveys.enums import Purpose
from surveys.models import Survey
from surveys.ordering import ORDER, in_order, order_of
from surveys.views import answer as view
from surveys.views import by_code
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make
from tests.surveys.test_exports import rows_of

TOOLS = replace(make.TOOLS, config={**make.TOOLS.config, "shuffled": True})
FIRST = replace(make.FIRST, config={**make.FIRST.config, "shuffled": True}, starts_page=True)
NONCE_OF_ORDER = {order_of(f"{number:032x}"): f"{number:032x}" for number in range(400)}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (view, by_code):
        monkeypatch.setattr(module, "today", lambda: make.TODAY)


@pytest.fixture
def survey(session: Session) -> Survey:
    made = make.feedback(session, purpose=Purpose.ASPIRATION, questions=(TOOLS, make.POST, FIRST))
    session.commit()
    return made


def values(page: Page, name: str) -> list[str]:
    fields = page.all(f"input[name='{name}']") or page.all(f"select[name='{name}'] option")
    return [field.get("value") for field in fields]


def turn(browser: Browser, path: str, page: Page, act: str, **typed: object) -> Page:
    return Page(browser.client.post(path, data={**page.fields(), **typed, "form-act": act}))


@pytest.mark.parametrize(
    ("count", "firsts"), [(2, {6}), (3, {4}), (4, {3}), (5, {2, 3}), (6, {2}), (7, {1, 2})]
)
def test_every_option_stands_first_about_equally_often(count: int, firsts: set[int]) -> None:
    things = list("abcdefg"[:count])
    orders = [in_order(things, order) for order in range(1, 13)]
    assert all(sorted(order) == things for order in orders)
    assert set(Counter(order[0] for order in orders).values()) == firsts
    assert in_order(things, 0) == things


def test_all_twelve_orders_come_up() -> None:
    assert sorted(NONCE_OF_ORDER) == list(range(1, 13))


def test_the_order_stays_from_page_to_page_and_is_stored_by_its_number(
    session: Session, browser: Browser, survey: Survey
) -> None:
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    order = order_of(page.fields()["nonce"])
    tools = [*in_order(["laptop", "hp"], order), "lain"]
    ranks = ["", *in_order(["a", "b", "c"], order)]
    assert (values(page, "alat"), values(page, "jabatan")) == (tools, ["pelaksana", "pejabat"])
    wrong = turn(browser, path, page, "next", jabatan="x")
    assert (wrong.status, values(wrong, "alat")) == (422, tools)
    turned = turn(browser, path, wrong, "next", alat=["lain", "hp", "laptop"], jabatan="pejabat")
    assert [values(turned, name) for name in ("utama.1", "utama.2")] == [ranks, ranks]
    done = turn(browser, path, turned, "send", **{"utama.1": "b"})
    assert done.status == 200
    session.expire_all()
    assert session.scalars(select(Answer.body)).all() == [
        {"alat": ["laptop", "hp", "lain"], "jabatan": "pejabat", "utama.1": "b", ORDER: order}
    ]


def test_without_shuffling_no_number_is_stored(session: Session, browser: Browser) -> None:
    plain = make.feedback(session, purpose=Purpose.ASPIRATION, questions=(make.TOOLS,))
    session.commit()
    page = browser.get(f"/survei/{plain.key}")
    assert values(page, "alat") == ["laptop", "hp", "lain"]
    turn(browser, f"/survei/{plain.key}", page, "send", alat=["hp"])
    session.expire_all()
    assert session.scalars(select(Answer.body)).all() == [{"alat": ["hp"]}]


@pytest.mark.parametrize("order", [2, 11])
def test_a_change_by_code_shows_and_keeps_the_order(
    session: Session, browser: Browser, survey: Survey, order: int
) -> None:
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    given = {"nonce": NONCE_OF_ORDER[order]}
    turned = turn(browser, path, page, "next", **given, alat=["hp"])
    done = turn(browser, path, turned, "send", **{"utama.1": "c"})
    code = done.one("[data-testid=kode-lacak]").text_content()
    at = f"/lacak/{code}/ubah"
    form = browser.get(at)
    assert values(form, "alat") == [*in_order(["laptop", "hp"], order), "lain"]
    assert values(form, "utama.1") == ["", *in_order(["a", "b", "c"], order)]
    changed = Page(browser.client.post(at, data={**form.fields(at), "alat": ["laptop"], "utama.1": "a"}))
    assert changed.status == 200
    session.expire_all()
    assert session.scalars(select(Answer.body)).all() == [{"alat": ["laptop"], "utama.1": "a", ORDER: order}]


def test_the_download_has_the_number_where_anything_was_shuffled(
    session: Session, browser: Browser, survey: Survey, browser_of: Callable[[Role], Browser]
) -> None:
    path = f"/survei/{survey.key}"
    page = browser.get(path)
    order = order_of(page.fields()["nonce"])
    turn(browser, path, turn(browser, path, page, "next", alat=["hp"]), "send")
    head, *rows = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{survey.key}/ekspor.csv")
    assert (head[-1], [row[-1] for row in rows]) == ("Urutan pilihan (1–12)", [str(order)])
    plain = make.survey(session)
    session.commit()
    head, *_ = rows_of(browser_of(Role.PLANNER), f"/kelola/survei/{plain.key}/ekspor.csv")
    assert "Urutan pilihan (1–12)" not in head


def test_the_author_switches_it_on_and_off(
    session: Session, survey: Survey, browser_of: Callable[[Role], Browser]
) -> None:
    draft = make.draft(session, cycle=survey.cycle, questions=(make.WAYS, make.TOWN))
    session.commit()
    staff, (ways, town) = browser_of(Role.FACILITATOR), draft.questions
    at = f"/kelola/survei/{draft.key}/pertanyaan"
    written = {"label_id": "Cara belajar", "options": "Kelas\nDaring", "name": "cara"}
    staff.post(f"{at}/{ways.id}", {**written, "shuffled": "y"})
    session.expire_all()
    assert draft.questions[0].config["shuffled"] is True
    assert staff.get(f"{at}/{ways.id}").all("input[name=shuffled][checked]")
    assert staff.get(f"/kelola/survei/{draft.key}").text.count("urutan pilihan diacak") == 1
    staff.post(f"{at}/{ways.id}", written)
    session.expire_all()
    assert "shuffled" not in draft.questions[0].config
    # A long list is looked through by the alphabet.
    assert staff.get(f"{at}/{town.id}").all("input[name=shuffled]") == []

"""A training partner sees the items that the duty names, and nothing else of the plan."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from core.duties.services import assign_duty
from core.policy import Duty, Role
from plan.enums import ItemState
from plan.views.partner import duty_objects
from tests import factories
from tests.conftest import browser_for
from tests.page import Browser
from tests.plan import factories_items


def test_only_the_items_that_the_duty_names(session: Session, browser_with: Callable[..., Browser]) -> None:
    cycle = factories_items.open_cycle(session)
    mine = factories_items.item(session, cycle, state=ItemState.BUDGETED, title_id="Pelatihan saya")
    factories_items.indicator(session, mine, values=((date(2026, 8, 3), "18"),))
    other = factories_items.item(session, cycle, state=ItemState.BUDGETED, title_id="Pelatihan orang lain")
    partner = browser_with(Duty.PARTNER, object_kind="plan_item", object_key=mine.key)

    index = partner.get("/kelola/program-saya")
    assert [a.get("href") for a in index.all("main .cards a")] == [f"/kelola/program-saya/{mine.key}"]
    page = partner.get(f"/kelola/program-saya/{mine.key}")
    assert "Lama membuat surat" in page.text
    assert not page.all("main form")
    assert [a.get("href") for a in page.all("main a") if "/kelola/rencana" in a.get("href", "")] == []
    partner.get(f"/kelola/program-saya/{other.key}", status=404)
    for path in ("", f"/{mine.key}", f"/{mine.key}/ubah", f"/{mine.key}/indikator/baru"):
        partner.get(f"/kelola/rencana{path}", status=403)


def test_a_duty_for_something_else_of_the_same_key(
    session: Session, browser_with: Callable[..., Browser]
) -> None:
    cycle = factories_items.open_cycle(session)
    item = factories_items.item(session, cycle)
    partner = browser_with(Duty.PARTNER, object_kind="workshop", object_key=item.key)
    assert partner.get("/kelola/program-saya").all("main .cards a") == []
    partner.get(f"/kelola/program-saya/{item.key}", status=404)


def test_two_partners_do_not_meet(session: Session, app: object) -> None:
    cycle = factories_items.open_cycle(session)
    items = [factories_items.item(session, cycle) for _ in range(2)]
    browsers = []
    for item in items:
        account = factories.account(session, role=Role.CITIZEN)
        assign_duty(
            session,
            account,
            duty=Duty.PARTNER,
            object_kind="plan_item",
            object_key=item.key,
            actor_id=None,
        )
        browsers.append(browser_for(app, session, account))  # type: ignore[arg-type]
    statuses = [
        [browser.client.get(f"/kelola/program-saya/{item.key}").status_code for item in items]
        for browser in browsers
    ]
    assert statuses == [[200, 404], [404, 200]]


def test_what_a_duty_can_be_given_for(app: object, session: Session) -> None:
    cycle = factories_items.open_cycle(session)
    first, second = (factories_items.item(session, cycle, title_id=f"Butir {n}") for n in (1, 2))
    with app.test_request_context("/"):  # type: ignore[attr-defined]
        found = [(o.kind, o.key, o.title) for o in duty_objects(session)]
    assert found == [("plan_item", second.key, "Butir 2"), ("plan_item", first.key, "Butir 1")]

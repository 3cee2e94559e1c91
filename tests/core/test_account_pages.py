"""Pages of accounts: one's own, and those that an administrator looks after."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts import services
from core.accounts.models import Account, LoginSession
from core.accounts.passwords import waits_for_password
from core.audit import AuditEvent
from core.policy import Role
from core.rights.models import Consent
from tests import factories
from tests.core.factories_core import NEW_PASSWORD, PERSON
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
AccountOf = Callable[[Role], Account]


def shown(page: object) -> Page:
    assert isinstance(page, Page)
    return page


def test_a_citizen_makes_an_account_and_is_inside(browser: Browser, session: Session) -> None:
    response = browser.post("/buat-akun?next=/akun", PERSON)
    assert response.headers["Location"] == "/akun"  # type: ignore[union-attr]
    assert session.execute(select(Account.login, Account.name, Account.role)).all() == [
        ("ibu.ana", "Ibu Ana", "citizen")
    ]
    assert "Ibu Ana" in browser.get("/akun").text
    agreed = select(Account.login, Consent.kind).join(Account, Account.id == Consent.account_id)
    assert session.execute(agreed).all() == [("ibu.ana", "account")]


def test_mistakes_are_listed_with_a_way_to_their_field(browser: Browser, session: Session) -> None:
    wrong = {"name": " ", "login": "ibu ana", "password": "pendek"}
    page = shown(browser.post("/buat-akun", wrong, status=200))
    assert [a.get("href") for a in page.all(".note.bad a")] == ["#name", "#login", "#password", "#consent"]
    assert page.one("#login").get("value") == "ibu ana"
    assert page.one("#password").get("value") in {None, ""}
    assert session.scalars(select(Account.id)).all() == []


def test_a_taken_name_is_said_on_the_page(browser: Browser, session: Session) -> None:
    services.create_account(session, login="ibu.ana", name="Lain", password=NEW_PASSWORD)
    session.commit()
    page = shown(browser.post("/buat-akun", PERSON, status=200))
    assert "sudah dipakai" in page.texts(".note.bad")[0]


def test_more_than_the_form_asks_is_ignored(browser: Browser, session: Session) -> None:
    browser.post("/buat-akun", {**PERSON, "role": "administrator", "active": "", "id": "7", "unit_id": "1"})
    account = session.scalars(select(Account)).one()
    assert (account.role, account.active, account.unit_id) == ("citizen", True, None)


def test_login_leads_only_to_this_site(browser: Browser, session: Session) -> None:
    account = factories.account(session)
    session.commit()
    data = {"login": account.login, "password": factories.PASSWORD}
    for target in ("//jahat.example", "https://jahat.example", "/\\jahat.example", "/%09/jahat.example", "x"):
        response = browser.post(f"/masuk?next={target}", data)
        assert response.headers["Location"] == "/", target  # type: ignore[union-attr]


def test_login_ends_the_session_that_was_there(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    browser = browser_of(Role.ASN)
    other = factories.account(session)
    session.commit()
    browser.post("/masuk", {"login": other.login, "password": factories.PASSWORD})
    assert session.scalars(select(LoginSession.account_id)).all() == [other.id]


def test_the_setup_link_makes_the_administrator_once(browser: Browser, session: Session) -> None:
    token = services.new_setup_link(session)
    session.commit()
    shown(browser.post(f"/mulai/{token}", {**PERSON, "password": "pendek"}, status=200))
    response = browser.post(f"/mulai/{token}", PERSON)
    assert response.headers["Location"] == "/kelola/mulai"  # type: ignore[union-attr]
    assert session.scalars(select(Account.role)).all() == ["administrator"]
    browser.get(f"/mulai/{token}", status=404)
    browser.get("/mulai/tebakan", status=404)


def test_a_taken_name_does_not_spend_the_setup_link(browser: Browser, session: Session) -> None:
    token = services.new_setup_link(session)
    services.create_account(session, login=PERSON["login"], name="Lain", password=NEW_PASSWORD)
    session.commit()
    page = shown(browser.post(f"/mulai/{token}", PERSON, status=200))
    assert "sudah dipakai" in page.text
    browser.post(f"/mulai/{token}", {**PERSON, "login": "lain.lagi"})


def test_own_password(browser_of: BrowserOf, account_of: AccountOf, session: Session) -> None:
    browser, elsewhere = browser_of(Role.ASN), browser_of(Role.ASN)
    wrong = shown(browser.post("/akun/sandi", {"present": "keliru", "password": NEW_PASSWORD}, status=200))
    assert [a.get("href") for a in wrong.all(".note.bad a")] == ["#present"]
    browser.post("/akun/sandi", {"present": factories.PASSWORD, "password": NEW_PASSWORD})
    assert browser.get("/akun").status == 200
    assert elsewhere.client.get("/akun").status_code == 303
    assert session.scalars(select(AuditEvent.action)).all() == ["account.password"]


def test_out_of_every_device(browser_of: BrowserOf, session: Session) -> None:
    browser, elsewhere, noise = browser_of(Role.ASN), browser_of(Role.ASN), browser_of(Role.CITIZEN)
    browser.post("/akun/keluar-semua", form_at="/akun/perangkat")
    assert [b.client.get("/akun").status_code for b in (browser, elsewhere, noise)] == [303, 303, 200]


def test_an_administrator_makes_an_account_with_role_and_unit(
    browser_of: BrowserOf, session: Session
) -> None:
    unit, closed = factories.unit(session), factories.unit(session)
    closed.active = False
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    assert [o.get("value") for o in admin.get("/kelola/akun/baru").all("#unit option")] == ["", str(unit.id)]
    response = admin.post("/kelola/akun/baru", {**PERSON, "role": "planner", "unit": str(unit.id)})
    made = session.scalars(select(Account).where(Account.login == "ibu.ana")).one()
    assert (made.role, made.unit_id) == ("planner", unit.id)
    assert waits_for_password(made), "whoever types a password for somebody knows it"
    assert response.headers["Location"] == f"/kelola/akun/{made.id}/kode"  # type: ignore[union-attr]


def test_an_administrator_changes_role_and_access(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    admin, person = browser_of(Role.ADMINISTRATOR), browser_of(Role.ASN)
    account = account_of(Role.ASN)
    home = f"/kelola/akun/{account.id}"

    admin.post(home, {"role": "facilitator", "unit": ""})
    session.expire_all()
    assert account.role == "facilitator"
    assert person.client.get("/akun").status_code == 303

    admin.post(f"{home}/nonaktifkan")
    session.expire_all()
    assert account.active is False
    assert "nonaktif" in admin.get("/kelola/akun?q=" + account.login).text
    admin.post(f"{home}/aktifkan", form_at=home)
    session.expire_all()
    assert account.active is True
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == [
        "account.role",
        "account.active",
        "account.active",
    ]


def test_refused_change_leaves_everything(
    browser_of: BrowserOf, account_of: AccountOf, session: Session
) -> None:
    """The unit of the last administrator is not changed either when the role may not be."""
    unit = factories.unit(session)
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    account = account_of(Role.ADMINISTRATOR)
    page = shown(admin.post(f"/kelola/akun/{account.id}", {"role": "asn", "unit": str(unit.id)}, status=200))
    assert "satu administrator" in page.text
    session.expire_all()
    assert (account.role, account.unit_id) == ("administrator", None)


def test_an_account_that_is_not_there(browser_of: BrowserOf) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    for path in ("", "/kode", "/dua-langkah", "/gabung", "/nonaktifkan"):
        admin.get(f"/kelola/akun/9999{path}", status=404)


def test_the_list_keeps_search_and_role_while_paging(browser_of: BrowserOf, session: Session) -> None:
    for number in range(30):
        factories.account(session, name=f"Budi {number}")
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/akun?q=budi&peran=citizen")
    assert page.one("a[rel=next]").get("href") == "/kelola/akun?q=budi&peran=citizen&hal=2"
    assert page.all("a[rel=prev]") == []
    assert len(page.all("tbody tr")) == 25
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/akun?q=budi&peran=aneh&hal=2")
    assert len(page.all("tbody tr")) == 5

"""Every page that can be reached by links, as every role, in both languages, on a phone: axe finds nothing.

Links are followed from the home page, so a page nobody can reach fails here too.
"""

import io
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from core.config import load_settings
from core.db import db, writing
from core.mail.services import send_mail
from core.site import change_site
from core.uploads.owners import SITE
from core.uploads.services import store_upload
from rembuk.app import create_app
from tests.e2e.conftest import OpenPage, environment, log_in, serving

PER_ROUTE = 40
AXE_PER_ROUTE = 1
# The cycle page is the same for everybody; a citizen who follows its link to the ASN's survey reads why not.
ROLES = ["", "warga", "asn", "fasilitator", "perencana", "admin"]
DUTIES = ["atasan", "petugas", "pemeriksa", "auditor", "mitra"]
# Reached otherwise: by a printed link or code, by a machine, or at the first start.
NOT_BY_LINK = {
    "accounts.setup": "the first start prints its address",
    "accounts.invited": "printed on the invitation",
    "accounts.second_step": "follows the password of an account with a second step",
    "forgotten.by_mail": "stands in the mail",
    "forgotten.choose": "follows the printed code; walked in the reset test",
    "health.healthz": "machines ask it",
    "health.readyz": "machines ask it",
    "static": "files",
    "surveys.short": "printed as QR",
    "survey_imports.check": "follows the pairing form, which is sent above",
    "manage_surveys.publish": "linked once a draft has questions",
    "trace.show": "opened with a code; checked in the loop test",
}
DOWNLOADS = (".csv", ".svg", ".xlsx", ".json", "/unduh")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(load_settings({"REMBUK_DATA": str(tmp_path_factory.mktemp("routes"))}))


def endpoint_of(address: MapAdapter, path: str) -> str | None:
    try:
        return str(address.match(path, method="GET")[0])
    except HTTPException:
        return None


def links_of(page: Page) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return sorted(
        {
            urlsplit(href).path
            for href in hrefs
            if href.startswith(page.url.split("/", 3)[0] + "//" + urlsplit(page.url).netloc)
        }
    )


def problems_of(page: Page) -> list[str]:
    found = [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"page is {wide} px wide"] if wide > 360 else [])


def walk(page: Page, server: str, address: MapAdapter, lang: str) -> tuple[set[str], dict[str, list[str]]]:
    """Follow links breadth first; the endpoints seen and what axe says of each page."""
    page.goto(f"{server}/?lang={lang}")
    seen: dict[str, set[str]] = defaultdict(set)
    problems: dict[str, list[str]] = {}
    queue = ["/"]
    while queue:
        path = queue.pop(0)
        endpoint = endpoint_of(address, path)
        assert endpoint is not None, f"a link leads to {path}, which does not exist"
        if path in seen[endpoint] or len(seen[endpoint]) >= PER_ROUTE:
            continue
        seen[endpoint].add(path)
        by_axe = len(seen[endpoint]) <= AXE_PER_ROUTE
        if path.endswith(DOWNLOADS):
            continue
        response = page.goto(server + path)
        assert response is not None
        explained = endpoint == "surveys.answer" and response.status == 403
        assert response.status == 200 or explained, f"{path}: {response.status}"
        assert page.locator("html").get_attribute("lang") == lang, path
        found = problems_of(page) if by_axe else []
        if found:
            problems[f"{lang} {path}"] = found
        queue += links_of(page)
    return set(seen), problems


def administrator_prepares(page: Page, server: str) -> None:
    """An invitation, and somebody who waits for the first login."""
    page.goto(f"{server}/kelola/undangan/baru")
    page.locator("[name=seats]").fill("3")
    page.locator("main button").first.click()
    page.goto(f"{server}/kelola/akun/baru")
    page.locator("[name=name]").fill("Orang yang menunggu")
    page.locator("[name=login]").fill("belum.masuk")
    page.locator("main button").first.click()


def citizen_sets_up_a_second_step(page: Page, server: str) -> None:
    """Its pages exist only then."""
    page.goto(f"{server}/akun/dua-langkah/pasang")
    page.locator("[name=present]").fill("rembuk-contoh-2027")
    page.locator("main button").first.click()
    key = page.locator("main code").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(key).now())
    page.locator("main button").first.click()


def make_unfinished_things(page: Page, server: str) -> None:
    """A draft survey, printed links, an upload on its way: their pages exist only then."""
    page.goto(f"{server}/kelola/survei/baru")
    page.locator("[name=title_id]").fill("Survei yang belum terbit")
    page.locator("main button").first.click()
    page.goto(f"{server}/kelola/survei/masukan-2027/tautan")
    page.locator("main button").first.click()
    page.goto(f"{server}/kelola/survei/aspirasi-2027/impor")
    page.locator("input[type=file]").set_input_files(
        {"name": "baru.csv", "mimeType": "text/csv", "buffer": b"aspirasi\npelatihan arsip\n"}
    )
    page.locator("main button").first.click()
    page.locator("main button").first.click()
    assert page.url.endswith("/periksa")


def leave_a_mail_and_a_logo(data: Path) -> None:
    """The demo has neither."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (24, 24), "navy").save(picture, "PNG")
    app = create_app(load_settings(environment(data)))
    with app.app_context(), writing():
        send_mail(db.session(), to="penerima@example.go.id", subject="Kata sandi baru", body="Kode: contoh")
        upload = store_upload(
            db.session(),
            content=picture.getvalue(),
            filename="logo.png",
            owner_kind=SITE,
            owner_key="logo",
            actor_id=None,
        )
        change_site(db.session(), {"logo": upload.key}, actor_id=None)
        db.session.commit()


@pytest.fixture
def busy_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("busy") / "data"
    shutil.copytree(demo_data, data)
    leave_a_mail_and_a_logo(data)
    with serving(environment(data)) as address:
        yield address


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("lang", ["id", "en"])
def test_axe_finds_nothing_on_any_page(
    lang: str, busy_server: str, open_page: OpenPage, routes: Flask
) -> None:
    address = routes.url_map.bind("")
    reached: set[str] = set()
    problems: dict[str, list[str]] = {}
    make_unfinished_things(log_in(open_page(), busy_server, "fasilitator"), busy_server)
    administrator_prepares(log_in(open_page(), busy_server, "admin"), busy_server)
    for login in ROLES + DUTIES:
        page = open_page(javascript=True)
        if login:
            log_in(page, busy_server, login)
        if login == "warga":
            citizen_sets_up_a_second_step(page, busy_server)
        endpoints, found = walk(page, busy_server, address, lang)
        reached |= endpoints
        problems |= found
    assert problems == {}
    pages = {rule.endpoint for rule in routes.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(pages - reached - set(NOT_BY_LINK)) == []

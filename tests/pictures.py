"""`make pictures`: photograph the demo's pages in both languages into pictures/, and those of the README."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, PROGRAM
from tests.e2e.conftest import environment, log_in, rembuk, serving

HERE = Path(__file__).parent.parent
SIZES = {"360": {"width": 360, "height": 740}, "1280": {"width": 1280, "height": 900}}
PUBLIC = [
    "/",
    "/masuk",
    "/buat-akun",
    "/survei",
    "/masukan",
    "/masukan/namosain",
    "/rencana",
    "/rencana/pelatihan-aplikasi-surat",
    "/tema",
    "/lacak",
    "/siklus/asn-2027",
    "/hasil/masukan-2027",
    "/hasil/aspirasi-2027",
    "/privasi",
    "/aksesibilitas",
]
STAFF = [
    "/kelola",
    "/kelola/survei",
    "/kelola/survei/masukan-2027",
    "/kelola/survei/masukan-2027/hasil",
    "/kelola/survei/masukan-2027/skm",
    "/kelola/tema",
    "/kelola/tema/2",
    "/kelola/kebutuhan",
    "/kelola/rencana",
    "/kelola/rencana/pelatihan-aplikasi-surat",
    "/kelola/siklus",
    "/kelola/siklus/asn-2027",
]
README = {"home": "/", "item": "/rencana/pelatihan-aplikasi-surat"}


def photograph(browser: Browser, server: str, out: Path) -> None:
    for lang in ("id", "en"):
        for size, viewport in SIZES.items():
            for login, paths in (("", PUBLIC), ("perencana", STAFF)):
                page = browser.new_context(viewport=viewport, java_script_enabled=False).new_page()
                page.goto(f"{server}/?lang={lang}")
                if login:
                    log_in(page, server, login)
                for path in paths:
                    page.goto(server + path)
                    name = re.sub(r"\W+", "-", path).strip("-") or "home"
                    page.screenshot(path=out / f"{name}-{lang}-{size}.png", full_page=True)
                page.context.close()


def photograph_readme(browser: Browser, server: str) -> None:
    out = HERE / "docs" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    page = browser.new_context(viewport={"width": 1180, "height": 820}, locale="id-ID").new_page()
    for name, path in README.items():
        page.goto(f"{server}{path}?lang=id")
        page.screenshot(path=out / f"{name}.png")


def main() -> None:
    out = HERE / "pictures"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        env = environment(Path(folder))
        rembuk(["demo"], env)
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        with serving(env) as server:
            photograph(browser, server, out)
            photograph_readme(browser, server)
        browser.close()


if __name__ == "__main__":
    main()

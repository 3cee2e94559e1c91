"""What no person sends: numbers no key can be, U+0000, and files under the name of a text."""

from io import BytesIO

import pytest
from flask import Flask

from core.web.forms import BaseForm
from tests.page import Browser


def test_a_number_beyond_every_key_is_no_address(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    assert routes.match("/kelola/akun/2147483647") == ("manage_accounts.edit", {"account_id": 2147483647})
    assert not routes.test("/kelola/akun/2147483648")


@pytest.mark.parametrize("path", ["/siklus/a%00b", "/masuk?next=%00", "/?%00=1"])
def test_zero_bytes_are_refused_with_a_page(browser: Browser, path: str) -> None:
    assert browser.get(path, status=400).texts("h1") == ["Permintaan tidak dapat dibaca"]


def test_zero_bytes_in_a_form_are_refused(browser: Browser) -> None:
    page = browser.get("/masuk")
    for name in ("login", "lo\0gin"):
        sent = {**page.fields(), name: "a\0b"}
        assert browser.client.post("/masuk", data=sent).status_code == 400


def test_a_file_does_not_reach_a_text_field(app: Flask) -> None:
    from wtforms import FileField, StringField

    class Form(BaseForm):
        name = StringField()
        document = FileField()

    files = {"name": (BytesIO(b"x"), "a.txt"), "document": (BytesIO(b"y"), "b.txt")}
    with app.test_request_context(method="POST", data=files):
        form = Form()
        assert form.name.data in {None, ""}
        assert form.document.data.filename == "b.txt"


def test_json_is_no_form(app: Flask) -> None:
    from wtforms import StringField

    class Form(BaseForm):
        name = StringField()

    with app.test_request_context(method="POST", json={"name": "dari JSON"}):
        assert Form().name.data in {None, ""}

"""A test browser that checks what must hold on every page."""

from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import Client, TestResponse


class Page:
    """A parsed page with short ways to ask about it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.root: HtmlElement = html.fromstring(self.text)

    def all(self, selector: str) -> list[HtmlElement]:
        return list(self.root.cssselect(selector))

    def one(self, selector: str) -> HtmlElement:
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements match {selector}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """The visible text of each match, white space folded."""
        return [" ".join(element.text_content().split()) for element in self.all(selector)]

    def fields(self, action: str | None = None) -> dict[str, str]:
        """The hidden fields (token, nonce) of the page's only form with a given action, or of its main form."""
        forms = [f for f in self.all("main form") if action is None or (f.get("action") or "") == action]
        assert len(forms) >= 1, "no such form"
        return {i.get("name"): i.get("value", "") for i in forms[0].cssselect("input[type=hidden]")}


class Browser:
    """Gets and posts like a person: a post carries the hidden fields of the page it came from."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, *, status: int = 200) -> Page:
        response = self.client.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}"
        page = Page(response)
        check_page(page, path)
        return page

    def post(
        self,
        path: str,
        data: dict[str, object] | None = None,
        *,
        form_at: str | None = None,
        status: int = 303,
    ) -> Page | TestResponse:
        """Open the page with the form (`form_at`, default the same path), fill it in and send it."""
        page = self.get(form_at or path)
        actions = {f.get("action") or "" for f in page.all("main form")}
        hidden = page.fields(path if path in actions else None)
        response = self.client.post(path, data={**hidden, **(data or {})})
        assert response.status_code == status, f"{path}: {response.status_code}"
        if status in {301, 302, 303}:
            return response
        page = Page(response)
        check_page(page, path)
        return page


def check_page(page: Page, path: str) -> None:
    """Language, one heading, a title, labelled fields, tokens in forms, nothing inline."""
    assert page.root.get("lang") in {"id", "en"}, path
    assert len(page.all("h1")) == 1, f"{path}: {len(page.all('h1'))} h1"
    assert page.texts("title")[0], path
    assert not page.all("script:not([src])"), f"{path}: inline script"
    assert not page.all("style, [style], [onclick], [onload]"), f"{path}: inline style or handler"
    for form in page.all("form[method=post]"):
        assert form.cssselect("input[name=csrf_token]"), f"{path}: form without token"
    labelled = {label.get("for") for label in page.all("label[for]")}
    for field in page.all("input:not([type=hidden]), textarea, select"):
        inside = any(parent.tag == "label" for parent in field.iterancestors())
        named = field.get("id") in labelled or inside or field.get("aria-label")
        assert named, f"{path}: field {field.get('name')} has no label"

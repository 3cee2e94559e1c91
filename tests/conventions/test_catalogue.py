"""The English catalogue has every source string, translated, with the same slots."""

import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.catalogue import KEYWORDS, TRANSLATIONS
from tests.conventions.sources import HOME, PACKAGES

ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES"
SLOT = re.compile(r"%\((\w+)\)[sd]")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true"}}


@pytest.fixture(scope="module")
def sources() -> set[str]:
    """Every source string of code and templates; of plurals the first form."""
    keywords = dict.fromkeys(("_", "gettext", "lgettext", *KEYWORDS)) | {"ngettext": (1, 2)}
    found: set[str] = set()
    for folder in (*PACKAGES, "templates"):
        messages = extract_from_dir(str(HOME / folder), METHODS, OPTIONS, keywords=keywords)
        for _file, _line, message, _comments, _context in messages:
            found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def forms(texts: object) -> list[str]:
    return list(texts) if isinstance(texts, tuple | list) else [str(texts or "")]


def test_every_source_string_is_in_the_catalogue(sources: set[str], english: Catalog) -> None:
    known = {key(message) for message in english if message.id}
    assert sorted(sources - known) == []
    assert sorted(known - sources) == [], "no longer used"


def test_every_message_is_translated(english: Catalog) -> None:
    open_ones = [key(m) for m in english if m.id and (m.fuzzy or not all(forms(m.string)))]
    assert open_ones == []


def test_translations_keep_the_slots(english: Catalog) -> None:
    for message in english:
        wanted = set(SLOT.findall(" ".join(forms(message.id))))
        for form in forms(message.string):
            assert set(SLOT.findall(form)) == wanted, key(message)


def test_compiled_catalogue_is_up_to_date(english: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, english)
    assert compiled.getvalue() == (ENGLISH / "messages.mo").read_bytes()

"""Terms, examples and sayings as a person writes them: one a line; what a stroke divides is told below. Pure."""

from collections.abc import Iterable

from core.errors import N_, Invalid
from plan.taxonomies.content import Content, ExampleEntry, SayingEntry

STROKE = "|"


def one_line(text: str) -> str:
    """Runs of blanks and line ends as one blank."""
    return " ".join(text.split())


def read_terms(text: str) -> tuple[str, ...]:
    """Each term once, in order; capitals do not make another term."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if term := one_line(line):
            found.setdefault(term.casefold(), term)
    return tuple(found.values())


def write_terms(terms: Iterable[str]) -> str:
    """The inverse."""
    return "\n".join(terms)


def read_examples(text: str, content: Content, *, theme: str | None) -> tuple[ExampleEntry, ...]:
    """The examples of a theme. "text | name" gives a second theme by a name of either language. Raises Invalid.

    A text that has a stroke itself ends with one: "a | b |" is the text "a | b" alone.
    """
    names = _names(content)
    found: dict[str, ExampleEntry] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        said, stroke, name = (one_line(part) for part in line.rpartition(STROKE))
        if not stroke:
            said, name = name, ""
        if not said:
            continue
        second = names.get(name.casefold()) if name else None
        if name and (second is None or theme is None):
            raise Invalid(
                N_(
                    "Contoh baris %(line)d: tidak ada tema bernama “%(name)s”. Tulis nama tema persis seperti di"
                    " daftar. Bila tanda | bagian dari kalimatnya, tambahkan | sekali lagi di ujung baris."
                ),
                line=number,
                name=name[:60],
            )
        found.setdefault(said, ExampleEntry(said, theme, None if second == theme else second))
    return tuple(found.values())


def write_examples(examples: Iterable[ExampleEntry], content: Content) -> str:
    """The inverse."""
    return "\n".join(_line(one, content) for one in examples)


def read_sayings(text: str, *, theme: str | None) -> tuple[SayingEntry, ...]:
    """The sayings of a theme, each once: "wording | wording" is one thing that people say in two ways."""
    found: dict[tuple[str, ...], None] = {}
    for line in text.splitlines():
        if wordings := tuple(dict.fromkeys(filter(None, map(one_line, line.split(STROKE))))):
            found.setdefault(wordings)
    return tuple(SayingEntry(theme, wordings) for wordings in found)


def write_sayings(sayings: Iterable[SayingEntry]) -> str:
    """The inverse."""
    return "\n".join(map(write_saying, sayings))


def write_saying(saying: SayingEntry) -> str:
    """Its line."""
    return f" {STROKE} ".join(saying.wordings)


def _line(example: ExampleEntry, content: Content) -> str:
    if example.theme2 is not None:
        return f"{example.text} {STROKE} {content.theme(example.theme2).name_id}"
    return f"{example.text} {STROKE}" if STROKE in example.text else example.text


def _names(content: Content) -> dict[str, str]:
    english = {one_line(theme.name_en).casefold(): theme.key for theme in content.themes}
    return english | {one_line(theme.name_id).casefold(): theme.key for theme in content.themes}

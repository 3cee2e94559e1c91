"""What stands in the way of publishing a taxonomy, and what is only worth knowing. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from core.errors import N_, Invalid
from plan.taxonomies.content import Content, SayingEntry, ThemeEntry
from plan.taxonomies.lines import STROKE, one_line

MOST_THEMES = 60
MOST_EXAMPLES = 5_000
MOST_EXAMPLES_OF_THEME = 500
MOST_TERMS = 300
# Each is compared with each when a list is learned: so many take 1.5 GB and half a minute,
# each time a process first reads a changed list.
MOST_TOLD = 10_000
MOST_SAYINGS_OF_THEME = 800
MOST_WORDINGS = 6
LONGEST_NAME = 80
LONGEST_DESCRIPTION = 600
LONGEST_TERM = 60
LONGEST_EXAMPLE = 500
LONGEST_WORDING = 500
# Folds leave a fifth of the examples out to learn how sure to be; of fewer, hardly one would be left.
FEW_EXAMPLES = 5


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`stops`) or to know. `theme` is the key of the theme it is about, "" for none."""

    stops: bool
    message: str
    theme: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


def check(content: Content) -> list[Finding]:
    """Everything, what stops first."""
    told = [*_examples(content), *_sayings(content)]
    found = [*_amounts(content), *_themes(content), *_names(content), *told, *_terms(content)]
    return sorted(found, key=lambda one: not one.stops)


def require_publishable(content: Content) -> None:
    """Raises Invalid with the first thing that stops."""
    for one in check(content):
        if one.stops:
            raise Invalid(one.message, **one.params)


def require_sizes(content: Content) -> None:
    """What no draft may have either: it must stay readable and quick. Raises Invalid."""
    lengths = (one for theme in content.themes for one in _lengths(theme, content))
    for one in [*_amounts(content), *lengths]:
        if one.stops and one.message != _NO_THEMES:
            raise Invalid(one.message, **one.params)


_NO_THEMES = N_("Daftar ini belum punya tema. Tambahkan paling sedikit dua tema.")


def _amounts(content: Content) -> Iterator[Finding]:
    if len(content.themes) < 2:  # noqa: PLR2004  with one theme there is nothing to tell apart
        yield Finding(True, _NO_THEMES)
    if len(content.themes) > MOST_THEMES:
        yield Finding(
            True,
            N_("Terlalu banyak tema: paling banyak %(max)d. Gabungkan yang berdekatan."),
            params={"max": MOST_THEMES},
        )
    beside = content.negative_keywords
    if len(beside) > MOST_TERMS or any(len(term) > LONGEST_TERM for term in beside):
        yield Finding(
            True,
            N_(
                "Kata kunci di luar tema: paling banyak %(max)d, masing-masing paling panjang %(long)d huruf."
            ),
            params={"max": MOST_TERMS, "long": LONGEST_TERM},
        )
    if len(content.examples) > MOST_EXAMPLES:
        yield Finding(
            True,
            N_("Terlalu banyak contoh: paling banyak %(max)d dalam satu daftar. Buang yang mirip."),
            params={"max": MOST_EXAMPLES},
        )
    yield from _amounts_of_sayings(content)


def _amounts_of_sayings(content: Content) -> Iterator[Finding]:
    terms = sum(len(theme.keywords) for theme in content.themes) + len(content.negative_keywords)
    if (told := terms + len(content.sayings)) > MOST_TOLD:
        yield Finding(
            True,
            N_(
                "Kata kunci dan ungkapan seluruhnya %(count)d; paling banyak %(max)d dalam satu daftar. Buang"
                " yang mirip."
            ),
            params={"count": told, "max": MOST_TOLD},
        )
    beside = content.sayings_of(None)
    if len(beside) > MOST_SAYINGS_OF_THEME or any(map(_unfit, beside)):
        yield Finding(
            True,
            N_(
                "Ungkapan tanpa tema: paling banyak %(max)d, masing-masing dengan paling banyak %(ways)d cara"
                " mengatakannya, setiap cara paling panjang %(long)d huruf dan tanpa tanda |."
            ),
            params={"max": MOST_SAYINGS_OF_THEME, "ways": MOST_WORDINGS, "long": LONGEST_WORDING},
        )


def _unfit(saying: SayingEntry) -> bool:
    longest = max(map(len, saying.wordings), default=0)
    return len(saying.wordings) > MOST_WORDINGS or longest > LONGEST_WORDING or _divided(saying)


def _divided(saying: SayingEntry) -> bool:
    """A wording that a form would show as two."""
    return any(STROKE in wording for wording in saying.wordings)


def _stop(theme: ThemeEntry, message: str, **params: object) -> Finding:
    return Finding(True, message, theme.key, {"theme": theme.name_id[:LONGEST_NAME], **params})


def _lengths(theme: ThemeEntry, content: Content) -> Iterator[Finding]:
    stop = partial(_stop, theme)
    if max(len(theme.name_id), len(theme.name_en)) > LONGEST_NAME:
        yield stop(
            N_("Tema “%(theme)s”: namanya terlalu panjang, paling banyak %(max)d huruf."), max=LONGEST_NAME
        )
    if STROKE in theme.name_id or STROKE in theme.name_en:
        yield stop(N_("Tema “%(theme)s”: namanya tidak boleh memuat tanda |. Ganti dengan kata."))
    if len(theme.description) > LONGEST_DESCRIPTION:
        yield stop(
            N_("Tema “%(theme)s”: keterangannya terlalu panjang, paling banyak %(max)d huruf."),
            max=LONGEST_DESCRIPTION,
        )
    if len(theme.keywords) > MOST_TERMS:
        yield stop(
            N_("Tema “%(theme)s”: terlalu banyak kata kunci, paling banyak %(max)d. Sisakan yang khas."),
            max=MOST_TERMS,
        )
    if any(len(term) > LONGEST_TERM for term in theme.keywords):
        yield stop(
            N_("Tema “%(theme)s”: ada kata kunci lebih dari %(max)d huruf. Satu kata atau frasa per baris."),
            max=LONGEST_TERM,
        )
    texts = content.examples_of(theme.key)
    if len(texts) > MOST_EXAMPLES_OF_THEME:
        yield stop(
            N_("Tema “%(theme)s”: terlalu banyak contoh, paling banyak %(max)d. Buang yang mirip."),
            max=MOST_EXAMPLES_OF_THEME,
        )
    if any(len(one.text) > LONGEST_EXAMPLE for one in texts):
        yield stop(
            N_("Tema “%(theme)s”: ada contoh lebih dari %(max)d huruf. Pendekkan menjadi satu kalimat."),
            max=LONGEST_EXAMPLE,
        )
    yield from _lengths_of_sayings(theme, content)


def _lengths_of_sayings(theme: ThemeEntry, content: Content) -> Iterator[Finding]:
    stop = partial(_stop, theme)
    told = content.sayings_of(theme.key)
    if len(told) > MOST_SAYINGS_OF_THEME:
        yield stop(
            N_("Tema “%(theme)s”: terlalu banyak ungkapan, paling banyak %(max)d. Buang yang mirip."),
            max=MOST_SAYINGS_OF_THEME,
        )
    if any(len(one.wordings) > MOST_WORDINGS for one in told):
        yield stop(
            N_(
                "Tema “%(theme)s”: ada ungkapan dengan lebih dari %(max)d cara mengatakannya. Sisakan yang"
                " paling berbeda, atau bagi menjadi dua baris."
            ),
            max=MOST_WORDINGS,
        )
    if any(len(wording) > LONGEST_WORDING for one in told for wording in one.wordings):
        yield stop(
            N_("Tema “%(theme)s”: ada ungkapan lebih dari %(max)d huruf. Pendekkan seperti orang berbicara."),
            max=LONGEST_WORDING,
        )
    if any(map(_divided, told)):
        yield stop(
            N_(
                "Tema “%(theme)s”: ada ungkapan yang memuat tanda |. Tanda itu memisahkan cara mengatakannya:"
                " tulis masing-masing sebagai teks tersendiri."
            )
        )


def _themes(content: Content) -> Iterator[Finding]:
    counted = Counter(one.theme for one in content.examples)
    said = {one.theme for one in content.sayings}
    for theme in content.themes:
        yield from _lengths(theme, content)
        about = {"theme": theme.name_id[:LONGEST_NAME]}
        if not theme.name_id:
            yield Finding(True, N_("Ada tema tanpa nama. Beri nama dalam bahasa Indonesia."), theme.key)
        if not (theme.description or theme.keywords or counted[theme.key] or theme.key in said):
            message = N_(
                "Tema “%(theme)s” masih kosong. Tulis keterangannya, kata kuncinya, contohnya, atau ungkapannya:"
                " dari situlah mesin mengenalinya."
            )
            yield Finding(True, message, theme.key, about)
        elif counted[theme.key] < FEW_EXAMPLES:
            message = N_(
                "Tema “%(theme)s” baru punya %(count)d contoh. Dengan kurang dari %(few)d contoh, angka"
                " keyakinan untuk tema ini belum dapat dipegang."
            )
            more = {"count": counted[theme.key], "few": FEW_EXAMPLES}
            yield Finding(False, message, theme.key, {**about, **more})


def _names(content: Content) -> Iterator[Finding]:
    for names in ([t.name_id for t in content.themes], [t.name_en for t in content.themes]):
        seen: set[str] = set()
        for theme, written in zip(content.themes, names, strict=True):
            name = one_line(written).casefold()
            if name and name in seen:
                message = N_("Dua tema bernama “%(theme)s”. Beri salah satunya nama lain.")
                yield Finding(True, message, theme.key, {"theme": written[:LONGEST_NAME]})
            seen.add(name)


def _examples(content: Content) -> Iterator[Finding]:
    return _doubles(
        ((one.text, one.theme) for one in content.examples),
        N_("Contoh “%(text)s” ada dua kali. Hapus salah satunya."),
        N_(
            "Contoh “%(text)s” ada di dua tempat. Sisakan di satu tema; bila menyangkut keduanya,"
            " sebut tema yang lain sebagai tema kedua."
        ),
    )


def _sayings(content: Content) -> Iterator[Finding]:
    return _doubles(
        ((wording, one.theme) for one in content.sayings for wording in one.wordings),
        N_("Ungkapan “%(text)s” ada dua kali. Hapus salah satunya."),
        N_(
            "Ungkapan “%(text)s” ada di dua tempat. Sisakan di satu tema saja, yaitu yang paling sesuai dengan"
            " maksud orangnya."
        ),
    )


def _doubles(told: Iterable[tuple[str, str | None]], twice: str, apart: str) -> Iterator[Finding]:
    """What is told twice of one theme, and what is told of two."""
    homes: dict[str, str | None] = {}
    for text, theme in told:
        same = text.casefold()
        if same in homes:
            message = twice if homes[same] == theme else apart
            yield Finding(True, message, theme or "", {"text": text[:60]})
        homes.setdefault(same, theme)


def _terms(content: Content) -> Iterator[Finding]:
    owners: dict[str, ThemeEntry] = {}
    for theme in content.themes:
        for term in theme.keywords:
            first = owners.setdefault(term.casefold(), theme)
            if first is not theme:
                message = N_(
                    "Kata kunci “%(term)s” ada di “%(first)s” dan “%(theme)s”, jadi tidak membantu membedakan keduanya."
                )
                named = {"term": term[:LONGEST_TERM], "first": first.name_id, "theme": theme.name_id}
                yield Finding(False, message, theme.key, named)

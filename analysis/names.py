"""Short names of themes in noun-phrase form, Indonesian and English, from their terms.

An Indonesian noun phrase begins with its head (*aplikasi keuangan*, *printer rusak*); English turns it round (*finance
application*, *broken printer*). Words come from two lists: the field's glossary and office words written for this
project. A word without English stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from analysis.phrases import Phrase, Spoken
from analysis.resources import read_rows, word_list
from analysis.stem import SastrawiStemmer

# Parts of a name, and the share of a theme's voices from which they speak for it.
PARTS = 2
COVERED = 0.4
LONGEST = 5
# A name that fewer voices say than this share is none of the theme: it is mixed, and says so.
SPOKEN_FOR = 0.2
MIXED = ("Campuran", "Mixed")
# Terms looked at for a name, and at whose head a word of teaching makes a theme one of training.
LOOKED_AT = 8
KNOWN_FIRST = 6
TAUGHT_AMONG = 2
TAUGHT = frozenset(["latih", "diklat", "bimtek", "kursus"])
# In the field's glossary, but words of buttons: no matter that people speak of.
BUTTONS = frozenset(
    [
        "kirim",
        "masuk",
        "keluar",
        "beranda",
        "unduh",
        "unggah",
        "cari",
        "saring",
        "ubah",
        "hapus",
        "batal",
        "ditutup",
        "diterima",
        "ditunda",
    ]
)
_VERB = re.compile(r"(?:me[mnlrwy]|meng|men|di|ber|ter)[a-z]{3,}")
# *penitipan*, *perizinan*: the circumfix makes a noun of any word.
_CIRCUMFIX = re.compile(r"pe[a-z]{4,}an")


@dataclass(frozen=True, slots=True)
class Word:
    """`kind`: noun, person, state (an adjective), act (a verb; `written` is its noun) or name (written alike everywhere).

    `plural` is the English plural of what is counted.
    """

    en: str
    kind: str
    written: str
    plural: str = ""


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """`known`: its head is in the lists, or made a noun by its form; of another word nobody can be sure. `also`: other terms it stands for."""

    id: str
    en: str
    phrase: Phrase
    known: bool
    also: tuple[Phrase, ...] = ()


def theme_names(
    groups: Mapping[str, Collection[int]], terms: Mapping[str, Sequence[Phrase]], spoken: Spoken
) -> dict[str, tuple[str, str]]:
    """A name in both languages for each theme; no two alike."""
    found: dict[str, tuple[str, str]] = {}
    for theme, places in groups.items():
        tried = (_name(parts, places, spoken) for parts in _parts(list(terms.get(theme, ())), places, spoken))
        found[theme] = next((name for name in tried if name not in found.values()), _numbered(theme))
    return found


def _parts(terms: Sequence[Phrase], places: Collection[int], spoken: Spoken) -> Iterator[list[NounPhrase]]:
    """Choices of parts, the best first: those that cover the theme, then one more, then others."""
    nouns = _noun_phrases(terms[:LOOKED_AT], places, spoken)
    size = max(spoken.size(places), 1)
    for start in range(len(nouns)):
        chosen = [nouns[start]]
        for noun in nouns[start + 1 :]:
            if (
                len(chosen) == PARTS
                or _share(chosen, places, spoken) >= COVERED * size
                and " " in chosen[0].id
            ):
                break
            if sum(len(part.id.split()) for part in [*chosen, noun]) <= LONGEST:
                chosen.append(noun)
        yield chosen


def _share(parts: Sequence[NounPhrase], places: Collection[int], spoken: Spoken) -> int:
    wanted = {part.phrase for part in parts}
    return spoken.size([at for at in places if not wanted.isdisjoint(spoken.said[at])])


def _noun_phrases(terms: Sequence[Phrase], places: Collection[int], spoken: Spoken) -> list[NounPhrase]:
    """The terms that can be nouns; a word of teaching among the first becomes the head of what follows it."""
    found = distinct(noun_phrase(spoken.surface[term], term) for term in terms)
    taught = next((noun for noun in found[:TAUGHT_AMONG] if set(noun.phrase) <= TAUGHT), None)
    other = next((noun for noun in found if taught and not TAUGHT & set(noun.phrase)), None)
    if taught and other and len(other.id.split()) <= 2 and _said_together(taught, other, places, spoken):
        also = (taught.phrase, *taught.also, *other.also)
        joined = NounPhrase(f"{taught.id} {other.id}", f"{other.en} {taught.en}", other.phrase, True, also)
        return [joined, *(noun for noun in found if noun not in (taught, other))]
    # Where the first few hold a known noun, it speaks before one that only may be a noun.
    return sorted(found[:KNOWN_FIRST], key=lambda noun: not noun.known) + found[KNOWN_FIRST:]


def _said_together(one: NounPhrase, two: NounPhrase, places: Collection[int], spoken: Spoken) -> bool:
    """Whether most who say the rarer of the two say the other too."""
    counts = spoken.count(places)
    both = spoken.size([at for at in places if {one.phrase, two.phrase} <= spoken.said[at]])
    return 2 * both > min(counts[one.phrase], counts[two.phrase])


def distinct(found: Iterable[NounPhrase | None]) -> list[NounPhrase]:
    """Each noun once: *melayani* and *pelayanan* are one, and so is what English has one word for."""
    once: list[NounPhrase] = []
    for noun in filter(None, found):
        at = next((at for at, other in enumerate(once) if noun.id == other.id or noun.en == other.en), None)
        if at is None:
            once.append(noun)
        else:
            once[at] = replace(once[at], also=(*once[at].also, noun.phrase))
    return once


def noun_phrase(surface: str, phrase: Phrase) -> NounPhrase | None:
    """A term as a noun phrase; None where its head is no noun."""
    pieces = list(_pieces(surface.split()))
    words = [_word(piece) for piece in pieces]
    head, *modifiers = zip(pieces, words, strict=True)
    if not _nominal(*head) or not all(word or _nominal(piece, word) for piece, word in modifiers):
        return None
    written = [word.written or piece if word else piece for piece, word in [head, *modifiers]]
    english = [word.en if word else piece for piece, word in [head, *modifiers]]
    english[0] = (head[1] and head[1].plural) or english[0]
    kinds = [word.kind if word else "noun" for word in words]
    # States first, then nouns from the last to the head: "printer kantor rusak" -> "broken office printer".
    order = sorted(range(len(pieces)), key=lambda at: (kinds[at] != "state", -at))
    return NounPhrase(
        " ".join(written),
        _once(" ".join(english[at] for at in order)),
        phrase,
        head[1] is not None or _made_noun(head[0]),
    )


def _once(english: str) -> str:
    """*Staf honorer* is temporary staff, not temporary staff staff."""
    return " ".join(word for word, _ in groupby(english.split()))


def written_term(surface: str) -> str:
    """A term as it stands on the page: short forms in capitals, names as their owners write them."""
    words = [(piece, glossary().get(piece)) for piece in surface.split()]
    return " ".join(
        word.written if word and word.written and word.kind != "act" else piece for piece, word in words
    )


def _pieces(words: Sequence[str]) -> Iterator[str]:
    """Words, those that the lists know together kept together."""
    at = 0
    while at < len(words):
        size = next((size for size in (3, 2) if " ".join(words[at : at + size]) in glossary()), 1)
        yield " ".join(words[at : at + size])
        at += size


def _nominal(piece: str, word: Word | None) -> bool:
    if word:
        return word.kind != "state"
    return len(piece) > 2 and piece not in word_list("weak.txt") and not _VERB.fullmatch(piece)


def _made_noun(piece: str) -> bool:
    """A noun by its form. *Pertahankan* (keep!) ends alike, but not in its stem's k as *pendidikan* does."""
    stem = _stem(piece) if _CIRCUMFIX.fullmatch(piece) else piece
    return stem != piece and (not piece.endswith("kan") or stem.endswith("k"))


def _word(piece: str) -> Word | None:
    known = glossary()
    if piece in known or " " in piece:
        return known.get(piece)
    stem = _stem(piece)
    # *mengurus* is urus; a word that is its own stem (tangan: hand, not handling) is what it is.
    return _by_stem().get(stem) if stem != piece else None


def _name(parts: Sequence[NounPhrase], places: Collection[int], spoken: Spoken) -> tuple[str, str]:
    indonesian, english = [part.id for part in parts], [part.en for part in parts]
    said = {phrase for part in parts for phrase in (part.phrase, *part.also)}
    voices = spoken.size([at for at in places if not said.isdisjoint(spoken.said[at])])
    if voices < SPOKEN_FOR * spoken.size(places):
        return f"{MIXED[0]}: {', '.join(indonesian)}", f"{MIXED[1]}: {', '.join(english)}"
    return _capital(" dan ".join(indonesian)), _capital(" and ".join(english))


def _numbered(theme: str) -> tuple[str, str]:
    """A theme without a word of its own: its number, no half sentence."""
    kind, _, number = theme.rpartition("-")
    if kind == "baru":
        return f"Tema baru {number}", f"New theme {number}"
    return f"Tema {number}", f"Theme {number}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


@functools.cache
def glossary() -> Mapping[str, Word]:
    """Words and phrases of both lists; the own one decides."""
    field = {
        row["id"].lower(): Word(row["en"], "noun", "") for row in read_rows("glossary.csv") if _plain(row)
    }
    own = {
        row["id"]: Word(row["en"], row["kind"], row["written"], row["plural"])
        for row in read_rows("names_en.csv")
    }
    return field | own


def _plain(row: Mapping[str, str]) -> bool:
    """Entries with notes in brackets or several meanings are for people."""
    return not re.search(r"[(/:]", row["id"] + row["en"]) and row["id"] not in BUTTONS


@functools.cache
def _by_stem() -> Mapping[str, Word]:
    """Verbs by their stem: *mengurus* and *diurus* are both *pengurusan*."""
    return {_stem(entry): word for entry, word in glossary().items() if word.kind == "act"}


@functools.cache
def _stemmer() -> SastrawiStemmer:
    return SastrawiStemmer()


def _stem(word: str) -> str:
    return _stemmer()(word)

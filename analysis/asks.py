"""One sentence that says what people ask for in a theme, complain of or praise: how many, and of what."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from analysis.names import MIXED, NounPhrase, distinct, glossary, noun_phrase
from analysis.normalise import Shadow
from analysis.phrases import FEWEST, Phrase, Spoken
from analysis.resources import read_rows

# Fewer voices than this are no "most of them".
FEWEST_VOICES = 5
# Matters named for each way of speaking.
MATTERS = 3
# Words after a word of asking in which the thing asked for is looked for.
WINDOW = 7
# Words looked back at for what turns praise round: "tidak ramah", "belum terlalu baik".
REACH = 2

# Who asks for oneself: "petugas minta uang" asks for nothing.
OURSELVES = frozenset(["saya", "kami", "kita", "kalau", "mohon", "tolong", "we", "i"])

# A way of speaking with its clause in both languages: of matters, and of nothing in particular.
WAYS = {
    "ask": (
        "menyampaikan permintaan, terutama {}",
        "make requests, above all for {}",
        "menyampaikan permintaan yang bermacam-macam",
        "make requests of many kinds",
    ),
    "complain": (
        "mengeluh, terutama soal {}",
        "complain, above all about {}",
        "mengeluh tentang bermacam-macam hal",
        "complain about many things",
    ),
    "praise": (
        "memuji, terutama soal {}",
        "give praise, above all for {}",
        "menyampaikan pujian",
        "give praise",
    ),
}
SHARES = (
    (0.9, "Hampir semua", "Almost all"),
    (0.6, "Sebagian besar", "Most"),
    (0.45, "Sekitar separuh", "About half"),
    (0.2, "Sebagian", "Some"),
    (0.0, "Beberapa orang", "A few people"),
)
# Every word that a sentence may hold without an answer having said it.
FRAMES = frozenset(
    re.findall(
        r"\w+",
        " ".join(
            [
                *(word for way in WAYS.values() for word in way),
                *(f"{i} {e}" for _, i, e in SHARES),
                "dan and",
                *MIXED,
            ]
        ).lower(),
    )
)


def theme_asks(
    groups: Mapping[str, Collection[int]],
    terms: Mapping[str, Sequence[Phrase]],
    spoken: Spoken,
    shadows: Sequence[Shadow],
) -> dict[str, tuple[str, str]]:
    """The sentence in both languages for each theme; empty where there is too little to say one."""
    return {
        theme: _sentence(places, terms.get(theme, ()), spoken, shadows) for theme, places in groups.items()
    }


def ways(shadow: Shadow) -> frozenset[str]:
    """How a text speaks: it can ask and complain at once."""
    found: set[str] = set()
    met = [_sign(words, at) for words in [shadow.wording.split()] for at in range(len(words))]
    for at, sign in enumerate(met):
        if sign == "praise" and "turn" in met[max(0, at - REACH) : at]:
            sign = "complain"
        # What is asked to be good is not: "supaya pelayanan lebih baik".
        if sign == "praise" and not {"ask", "wish"}.isdisjoint(met[:at]):
            continue
        if sign == "turn":
            sign = "complain"
        if sign in WAYS:
            found.add(sign)
    if "praise" in found and found != {"praise"}:
        found.discard("praise")
    return frozenset(found)


def _sentence(
    places: Collection[int], terms: Sequence[Phrase], spoken: Spoken, shadows: Sequence[Shadow]
) -> tuple[str, str]:
    size = spoken.size(places)
    if size < FEWEST_VOICES:
        return "", ""
    parts: list[tuple[float, str, list[NounPhrase]]] = []
    named: set[Phrase] = set()
    spoke = {at: ways(shadows[at]) for at in spoken.heard(places)}
    heard = {way: [at for at in spoke if way in spoke[at]] for way in WAYS}
    for way in sorted(WAYS, key=lambda way: (-spoken.size(heard[way]), way)):
        counts = _spoken_of(way, heard[way], terms, spoken, shadows)
        if way == "ask":
            # People speak of whom it is for (masyarakat); what they ask for is a thing.
            counts = Counter({term: n for term, n in counts.items() if not _person(spoken.surface[term])})
        matters = _matters(counts, terms, spoken, named)
        if spoken.size(heard[way]) >= (FEWEST if matters else FEWEST_VOICES):
            parts.append((spoken.size(heard[way]) / size, way, matters))
            named |= {matter.phrase for matter in matters}
    # "Requests of many kinds" says something only where nothing else can be said.
    return _told([part for part in parts if part[2]][:2] or parts[:1])


def _person(surface: str) -> bool:
    word = glossary().get(surface)
    return word is not None and word.kind == "person"


def _spoken_of(
    way: str, places: Collection[int], terms: Sequence[Phrase], spoken: Spoken, shadows: Sequence[Shadow]
) -> Counter[Phrase]:
    """In how many voices each term is spoken of this way: what is asked for stands behind the word of asking."""
    heard: set[tuple[int, Phrase]] = set()
    for at in places:
        near = _asked(shadows[at]) if way == "ask" else None
        heard |= {
            (spoken.voices[at], term)
            for term in spoken.said[at].intersection(terms)
            if near is None or near.issuperset(term)
        }
    return Counter(term for _, term in heard)


def _asked(shadow: Shadow) -> frozenset[str]:
    """The stems of the words that follow a word of asking."""
    stems = dict(zip(shadow.surfaces, shadow.stems, strict=True))
    words = shadow.wording.split()
    near: set[str] = set()
    for at in range(len(words)):
        if _sign(words, at) == "ask":
            near.update(stems.get(other, other) for other in words[at + 1 : at + 1 + WINDOW])
    return frozenset(near)


def _matters(
    counts: Counter[Phrase], terms: Sequence[Phrase], spoken: Spoken, named: Collection[Phrase]
) -> list[NounPhrase]:
    """What is spoken of most, as nouns; a term already named for another way of speaking is not repeated."""
    told = [
        term
        for term in terms
        if counts[term] >= FEWEST and term not in named and spoken.surface[term] not in _signs()
    ]
    ranked = sorted(told, key=lambda term: (-counts[term], terms.index(term)))
    nouns = (noun_phrase(spoken.surface[term], term) for term in ranked)
    return [noun for noun in distinct(nouns) if noun.known][:MATTERS]


def _told(parts: Sequence[tuple[float, str, list[NounPhrase]]]) -> tuple[str, str]:
    indonesian, english = [], []
    for share, way, matters in parts:
        amount_id, amount_en = next((words[1], words[2]) for words in SHARES if share >= words[0])
        of_id, of_en, all_id, all_en = WAYS[way]
        told_id, told_en = [matter.id for matter in matters], [matter.en for matter in matters]
        indonesian.append(f"{amount_id} {of_id.format(_listed(told_id, 'dan')) if matters else all_id}")
        english.append(f"{amount_en} {of_en.format(_listed(told_en, 'and')) if matters else all_en}")
    return _joined(indonesian), _joined(english)


def _joined(clauses: Sequence[str]) -> str:
    """Clauses as one sentence: the first begins it, the next goes on in lower case."""
    if not clauses:
        return ""
    first, *rest = clauses
    return "; ".join([first, *(clause[0].lower() + clause[1:] for clause in rest)]) + "."


def _listed(matters: Sequence[str], conjunction: str) -> str:
    *most, last = matters
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def _sign(words: Sequence[str], at: int) -> str:
    """The sign of a word, of two words together first: *terima kasih* asks nobody to give."""
    signs, word = _signs(), words[at]
    pair = signs.get(f"{word} {words[at + 1]}", "") if at + 1 < len(words) else ""
    told = at and f"{words[at - 1]} {word}" in signs
    sign = pair or ("" if told else signs.get(word, ""))
    if sign == "own":
        return "ask" if at == 0 or words[at - 1] in OURSELVES else ""
    return sign


@functools.cache
def _signs() -> Mapping[str, str]:
    """ask, complain, praise; own = asks where one speaks of oneself, turn = negation, wish = what is hoped for."""
    return {row["word"]: row["sign"] for row in read_rows("ways.csv")}

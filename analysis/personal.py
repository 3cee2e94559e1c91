"""Personal data in free text: what stops an answer from being quoted, and a word from being a term.

It errs towards silence: an answer held back costs one quote, a published number or name can't be called back.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from analysis.normalise import kupang_table, slang_table, stop_words
from analysis.resources import word_list

# Titles after which a name is looked for whatever its case, and those that are ordinary words too (mama pulang).
TITLES = "pak bu ibu bapak bpk saudara saudari sdr sdri kaka kakak om tanta tante mas mbak abang bang ustad ustaz romo pdt"
KIN = "mama bapa nona nyong oma opa ade adik adek ama ina usi bung"
# A name follows them, or they are part of one: Pak Drs. Yohanes.
DEGREES = "drs dra dr ir hj haji h prof rev rm pdt st sh"

# Offices and degrees that may stand between a title and the name.
WORDS_AFTER = 5

_DIGITS = re.compile(r"\+?\(?\d(?:[ .()-]{0,3}\d){6,}")
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NIK, _NIP = 16, 18
_PHONE = range(8, 15)
_ACCOUNT = 8

# Bounded everywhere: none of them goes over a text more than a fixed number of times.
_PATTERNS = {
    "mail": re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w"),
    "handle": re.compile(
        r"(?<![\w.])@\w{3,}|\b(?:ig|instagram|fb|facebook|tiktok|telegram|twitter)\s?[:=]\s?\w{3,}"
    ),
    "address of a profile": re.compile(
        r"\b(?:instagram|facebook|fb|tiktok|twitter|x|t|wa|linkedin|youtube|youtu)\.(?:com|me|be|id)/\S"
        r"|https?://\S{0,80}[@~]|https?://\S{0,80}[?&](?:id|nik|nip|nama|user|name)="
    ),
    "account": re.compile(r"\b(?:no\.?\s?rek|norek|rekening|rek|virtual account|va)\b\D{0,25}\d[\d .-]{4,}"),
    "plate": re.compile(
        r"\b(?:[abdefghklmnprstwz]|a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnrstw]|e[abd]|k[bhtu]|p[ab])"
        r"[ .-]?\d{3,4}[ .-]?[a-z]{1,3}\b"
    ),
    "address": re.compile(
        r"\b(?:jl|jln|jalan|gang|gg|lorong|lrg)\b[^,;!?\n]{0,40}?\b(?:no|nomor|nmr)\b\.?\s?\d"
        r"|\b(?:jl|jln|gg|lrg)\b\.?\s?(?:[a-z.]+\s){1,4}\d"
        r"|\brt\b\.?\s?0{0,2}\d{1,3}\s?[/,.]?\s?rw\b\.?\s?0{0,2}\d"
        r"|\b(?:rumah|kos|kost|blok)\b[^,;.!?\n]{0,15}?\b(?:no|nomor|nmr)\b\.?\s?\d"
    ),
    "birth": re.compile(
        r"\b(?:lahir|tgl lahir|ttl)\b\D{0,30}\d{1,2}[ /.-](?:\d{1,2}|[a-z]{3,9})[ /.-]\d{2,4}"
    ),
}
_CAPITAL_PLATE = re.compile(r"\b[A-Z]{1,2} ?\d{1,4} ?[A-Z]{2,3}\b")
_CALLED = re.compile(
    r"\b(?:[Aa]tas [Nn]ama|[Nn]ama (?:saya|sy|beta|be|dia|beliau|lengkap|anak|suami|istri)(?: adalah| ialah)?|[Aa]\.?[Nn]\."
    r"|[Bb]ernama)\s?:?\s?([A-Z]\w+)"
)
# A full stop after a whole word ends the sentence; after a short form it belongs to it.
_TITLE = re.compile(
    rf"\b(?:({'|'.join([*TITLES.split(), *KIN.split()])})\b(?!-) {{1,3}}|(bpk|bp|sdr|sdri)\b\. ?|(ibu|pak|bu)\b\.(?=\w))",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(\w[\w']*)(?:\. ?| )?")


def personal(text: str) -> str | None:
    """The kind of personal data found first, None where there is none."""
    lower = text.lower()
    for kind, pattern in _PATTERNS.items():
        if pattern.search(lower):
            return kind
    if _CAPITAL_PLATE.search(text) and not text.isupper():
        return "plate"
    number = next((kind for kind in map(_number, _DIGITS.findall(text)) if kind), None)
    return number or ("name" if next(names(text), None) else None)


def names(text: str) -> Iterator[str]:
    """Words that name a person, in lower case, as they come."""
    for called in _CALLED.finditer(text):
        if not _ordinary(called[1].lower()):
            yield called[1].lower()
    for title in _TITLE.finditer(text):
        yield from _after((title[1] or title[2] or title[3]).lower(), text, title.end())


def _after(title: str, text: str, place: int) -> Iterator[str]:
    """The name after a title. Behind an office (Pak Lurah Yohanes), and after kin, only a capital tells it."""
    told = title not in KIN.split()
    shouted = text.isupper()
    for _ in range(WORDS_AFTER):
        match = _NEXT.match(text, place)
        if match is None:
            return
        word, place = match[1], match.end()
        lower = word.lower()
        if lower in DEGREES.split() and (told or word[0].isupper()):
            told = True
            continue
        capital = word[0].isupper() and not shouted
        if _ordinary(lower):
            # Only an office or another title lets a name follow: "Pak Lurah Yohanes", not "ibu saya Rabu lalu".
            if not capital or word.isupper():
                return
            told = False
            continue
        if len(word) > 1 and not word[0].isdigit() and (capital or told):
            yield lower
        return


def _number(found: str) -> str | None:
    """NIK, NIP, telephone or account by their digits; sums of money, dates and hours are none of them."""
    digits = re.sub(r"\D", "", found)
    if _MONEY.fullmatch(found.strip(" .()-")):
        return None
    if len(digits) >= _NIP:
        return "NIP"
    if len(digits) == _NIK:
        return "NIK"
    dialled = (
        digits.startswith(("0", "62")) or found.startswith("+") or (digits[0] == "8" and len(digits) > 9)
    )
    if dialled and len(digits) in _PHONE and not _hours(found):
        return "telephone"
    return "account" if any(len(run) >= _ACCOUNT for run in re.findall(r"\d+", found)) else None


def _hours(found: str) -> bool:
    """08.00 - 15.30: groups of two digits, as no telephone number is written."""
    return all(len(run) <= 2 for run in re.findall(r"\d+", found))


def _ordinary(word: str) -> bool:
    return word in _ordinary_words() or not word.isalpha()


@functools.cache
def _ordinary_words() -> frozenset[str]:
    told: Callable[[str], frozenset[str]] = word_list
    spoken = {part for table in (kupang_table(), slang_table()) for entry in table.items() for part in entry}
    listed = told("after_titles.txt") | told("keep.txt") | stop_words()
    return frozenset({word for entry in spoken for word in entry.split()} | listed)

"""Sentences out of what a scribe typed, and names that may stand in them."""

import re
from collections.abc import Iterable

from core.errors import N_, Invalid

MAX_TEXT = 1000
MAX_LABEL = 60
MAX_AT_ONCE = 60

# A full stop after these ends no sentence.
_SHORT = frozenset(
    [
        "bpk",
        "bp",
        "sdr",
        "sdri",
        "yth",
        "dr",
        "drs",
        "dra",
        "ir",
        "prof",
        "h",
        "hj",
        "tn",
        "ny",
        "st",
        "pdt",
        "jl",
        "jln",
        "no",
        "kec",
        "kel",
        "kab",
        "prov",
        "rt",
        "rw",
        "tgl",
        "pkl",
        "hlm",
        "rp",
        "dll",
        "dsb",
        "dst",
        "dkk",
        "a.n",
        "an",
        "s.d",
        "sd",
        "u.p",
        "up",
        "d.a",
        "tsb",
        "mis",
        "cf",
        "vs",
        "kp",
        "gg",
        "ds",
    ]
)
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪◦]+|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_END = re.compile(r"([.!?…]+[\"'”’)]*)\s+(?=[\"'“‘(]?[A-Z0-9])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HONORIFIC = frozenset(["bapak", "ibu", "pak", "bu", "bpk", "sdr", "sdri", "saudara", "saudari", "kak"])


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, line by line, without bullets; whoever typed it confirms them."""
    found: list[str] = []
    for line in text.splitlines():
        found += _sentences(" ".join(_BULLET.sub("", line).split()))
    return found


def _sentences(line: str) -> Iterable[str]:
    begin = 0
    for end in _END.finditer(line):
        before = line[begin : end.start()].rsplit(" ", 1)[-1].strip("\"'“‘(").lower()
        if end.group(1)[0] == "." and (before in _SHORT or len(before) == 1 or before.isdigit()):
            continue
        yield line[begin : end.end(1)]
        begin = end.end()
    if line[begin:]:
        yield line[begin:]


def clean_sentences(texts: Iterable[str]) -> list[str]:
    """The sentences as they are kept; empty ones were struck out. Raises Invalid where one is too long."""
    kept = [" ".join(text.split()) for text in texts]
    kept = [text for text in kept if text]
    if len(kept) > MAX_AT_ONCE:
        raise Invalid(N_("Paling banyak %(limit)s kalimat sekali simpan."), limit=MAX_AT_ONCE)
    if any(len(text) > MAX_TEXT for text in kept):
        raise Invalid(N_("Satu kalimat paling panjang %(limit)s huruf."), limit=MAX_TEXT)
    return kept


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that the text may speak of: two words of a name, or one after Bapak or Ibu."""
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = set(zip(words, words[1:], strict=False))
    called = {second for first, second in pairs if first in _HONORIFIC}
    found = []
    for name in names:
        own = _own_words(name)
        if any(pair in pairs for pair in zip(own, own[1:], strict=False)) or called & set(own):
            found.append(name)
    return found


def _own_words(name: str) -> list[str]:
    """The words of a name without academic titles: what stands after a comma, or ends with a full stop."""
    bare = " ".join(word for word in name.split(",")[0].split() if not word.endswith("."))
    return [word.lower() for word in _WORD.findall(bare) if len(word) > 2]

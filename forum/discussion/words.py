"""Words of a text as the search and the comparison see them; the stored text is never rewritten."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _LONGEST = 2, 40
_STEM = 4
_SUFFIXES = ("kan", "nya", "lah", "kah", "an", "ku", "mu", "i")
_PREFIXES = ("meng", "peng", "meny", "peny", "mem", "pem", "men", "pen", "ber", "ter", "per")
_SHORT_PREFIXES = ("me", "pe", "be", "te", "di", "ke", "se")
# They stand in nearly every text and carry no need; words like tidak, kurang, perlu do and stay.
_EMPTY = frozenset(
    [
        "yang",
        "dan",
        "di",
        "ke",
        "dari",
        "untuk",
        "pada",
        "dengan",
        "ini",
        "itu",
        "atau",
        "juga",
        "agar",
        "supaya",
        "oleh",
        "kami",
        "kita",
        "saya",
        "para",
        "the",
        "of",
        "to",
        "and",
        "in",
        "a",
        "an",
        "is",
        "are",
        "for",
        "with",
    ]
)


def words(text: str) -> list[str]:
    """Its words in order, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word[:_LONGEST] for word in _WORD.findall(letters) if len(word) >= _SHORTEST]


def stem(word: str) -> str:
    """A word without one Indonesian ending and one beginning: pelatihan, melatih, latihan are one."""
    ending = next((s for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= _STEM), "")
    rest = word.removesuffix(ending)
    for beginning in (*_PREFIXES, *_SHORT_PREFIXES):
        if rest.startswith(beginning) and len(rest) - len(beginning) >= _STEM:
            return rest.removeprefix(beginning)
    return rest


def terms(text: str) -> set[str]:
    """What a text is found by: its words and their stems."""
    found = set(words(text)) - _EMPTY
    return found | {stem(word) for word in found}


def asked(text: str, *, at_most: int = 6) -> list[tuple[str, str]]:
    """The words of a search with their stems; empty words count only where there is nothing else."""
    given = list(dict.fromkeys(words(text)))
    telling = [word for word in given if word not in _EMPTY] or given
    return [(word, stem(word)) for word in telling[:at_most]]


def comparable(text: str) -> str:
    """A text for comparing: the stems of its telling words."""
    return " ".join(stem(word) for word in words(text) if word not in _EMPTY)

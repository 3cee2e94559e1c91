"""Which texts say the same in nearly the same words: floods are folded, and counted both ways.

Equal after normalising first. The others are compared only with texts that share their rarest-looking (longest)
words, and with so many of those at most: the work grows with the number of texts, not with its square.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

# So alike (0-100) are two texts that one reading serves for both.
ALIKE = 92.0
# Longest words by which alike texts find each other; one of them may differ.
ANCHORS = 4
# Texts of a block that a newcomer is compared with.
COMPARED = 12
# A pasted document: its beginning is enough to know its copy by.
READ = 400
# What must be equal: it turns a sentence round.
_TURNING = frozenset(
    [
        "tidak",
        "tak",
        "tdk",
        "bukan",
        "belum",
        "jangan",
        "kurang",
        "sonde",
        "sond",
        "son",
        "tanpa",
        "ga",
        "gak",
        "nggak",
    ]
)
_WORD = re.compile(r"\w+")


def normalise(text: str) -> str:
    """Lower case, words only, in their order."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def near_copies(texts: Sequence[str]) -> list[int]:
    """A number for each text, equal for near copies, counted from 0 in the order of the texts."""
    number: dict[str, int] = {}
    return [number.setdefault(leader, len(number)) for leader in _led(texts)]


def copies(folded: Sequence[int]) -> dict[str, int]:
    """How many folds hold more than one text, and how many texts those are."""
    floods = [count for count in Counter(folded).values() if count > 1]
    return {"folds": len(floods), "texts": sum(floods)}


def folds(texts: Sequence[str], *, salt: bytes) -> list[str]:
    """A key for each text, equal for near copies. Without the salt, which nobody keeps, it tells nothing."""
    return [_key(leader, salt) for leader in _led(texts)]


def _led(texts: Sequence[str]) -> list[str]:
    plain = [normalise(text) for text in texts]
    leader = _leaders(sorted(set(plain)))
    return [leader[text] for text in plain]


def _key(text: str, salt: bytes) -> str:
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _leaders(texts: Sequence[str]) -> dict[str, str]:
    """Each text's first near copy, itself where there is none before it."""
    from rapidfuzz import fuzz

    leader: dict[str, str] = {}
    # By the hash of their anchors, which is smaller; two that share one by chance are told apart by the comparison.
    blocks: dict[int, list[str]] = {}
    for text in texts:
        head, anchors = text[:READ], list(_anchors(text))
        near = (one for anchor in anchors for one in blocks.get(anchor, ()))
        found = next(
            (
                one
                for one in near
                if _turns(one) == _turns(text) and fuzz.ratio(head, one[:READ], score_cutoff=ALIKE)
            ),
            None,
        )
        leader[text] = text if found is None else found
        if found is None:
            for anchor in anchors:
                block = blocks.setdefault(anchor, [])
                if len(block) < COMPARED:
                    block.append(text)
    return leader


def _anchors(text: str) -> Iterator[int]:
    """The longest words together, and with each of them left out; nothing for texts of three words or fewer."""
    words = sorted(set(text[:READ].split()), key=lambda word: (-len(word), word))
    if len(words) < ANCHORS:
        return
    longest = words[:ANCHORS]
    for left_out in range(ANCHORS):
        yield hash(tuple(longest[:left_out] + longest[left_out + 1 :]))


def _turns(text: str) -> tuple[str, ...]:
    """The words that turn a sentence round, and its numbers."""
    return tuple(word for word in text.split() if word in _TURNING or word.isdigit())

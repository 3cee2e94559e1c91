"""Which model may score a text: never one that was trained on it or on its near copy."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

from analysis.normalise import Shadow

# Copies at least this alike (0-100) count as the same text for an input; examples already share a fold a little
# earlier, so that an input near two of them finds both in one fold.
SAME_TEXT = 90.0
SAME_FOLD = 80.0
# Texts compared with all examples at once: a bound for memory.
BLOCK = 1000


class Folds(Protocol):
    """`count` folds; `split` gives the fold of each example, `find` that of a text (None: a text never seen)."""

    @property
    def count(self) -> int: ...
    def split(self, examples: Sequence[Shadow]) -> list[int]: ...
    def find(
        self, texts: Sequence[Shadow], examples: Sequence[Shadow], split: Sequence[int]
    ) -> list[int | None]: ...


class NoFolds:
    """Null object: every text is scored by the model of everything. Its figures are not to be believed."""

    count = 0

    def split(self, examples: Sequence[Shadow]) -> list[int]:
        return [-1] * len(examples)

    def find(
        self, texts: Sequence[Shadow], examples: Sequence[Shadow], split: Sequence[int]
    ) -> list[int | None]:
        return [None] * len(texts)


class HashFolds:
    """Folds by a stable hash of the normalised content; near copies share one."""

    def __init__(self, count: int = 5) -> None:
        self.count = count

    def split(self, examples: Sequence[Shadow]) -> list[int]:
        keys = sorted({shadow.key for shadow in examples})
        leader = _near_copies(keys)
        return [self._hash(leader[shadow.key]) for shadow in examples]

    def find(
        self, texts: Sequence[Shadow], examples: Sequence[Shadow], split: Sequence[int]
    ) -> list[int | None]:
        known = {shadow.key: fold for shadow, fold in zip(examples, split, strict=True)}
        keys = sorted({shadow.key for shadow in texts} - known.keys())
        near = _nearest(keys, sorted(known))
        return [known.get(near.get(shadow.key, shadow.key)) for shadow in texts]

    def _hash(self, key: str) -> int:
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count


def _near_copies(keys: Sequence[str]) -> dict[str, str]:
    """Each key's group, named by its first key: linked copies of copies are one group."""
    leader = {key: key for key in keys}
    for left, right in _pairs(keys, keys, SAME_FOLD):
        first, second = sorted((_root(leader, keys[left]), _root(leader, keys[right])))
        leader[second] = first
    return {key: _root(leader, key) for key in keys}


def _root(leader: dict[str, str], key: str) -> str:
    while leader[key] != key:
        key = leader[key]
    return key


def _nearest(keys: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    return {keys[left]: known[right] for left, right in _pairs(keys, known, SAME_TEXT)}


def _pairs(rows: Sequence[str], columns: Sequence[str], cutoff: float) -> list[tuple[int, int]]:
    """Places of alike strings, the most alike of a row last."""
    if not rows or not columns:
        return []
    from rapidfuzz import fuzz, process

    pairs: list[tuple[float, int, int]] = []
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        scores = process.cdist(block, columns, scorer=fuzz.ratio, score_cutoff=cutoff)
        for left, right in zip(*scores.nonzero(), strict=True):
            pairs.append((float(scores[left, right]), start + int(left), int(right)))
    return [(left, right) for _, left, right in sorted(pairs)]

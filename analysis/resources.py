"""The only reading the package does: its own data, beside the code."""

from __future__ import annotations

import csv
import functools
import tokenize
import zipfile
import zlib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

# What reading an incomplete or altered archive of arrays comes to.
DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    RuntimeError,
    MemoryError,
    SyntaxError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


def data_file(name: str) -> Traversable:
    return resources.files("analysis") / "data" / name


def read_text(name: str) -> str:
    return data_file(name).read_text(encoding="utf-8")


def read_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read_text(name).splitlines()))


def shipped_arrays(name: str, *wanted: str) -> dict[str, Any]:
    """What was computed beforehand and is shipped to save time; nothing where one `wanted` is missing or damaged: then it is
    computed again.
    """
    import numpy as np

    path = data_file(name)
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
            return {key: content[key] for key in wanted}
    except DAMAGED:
        return {}


@functools.cache
def word_list(name: str) -> frozenset[str]:
    lines = (line.strip() for line in read_text(name).splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))

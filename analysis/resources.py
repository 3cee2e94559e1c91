"""The only reading the package does: its own data, beside the code."""

from __future__ import annotations

import csv
import functools
from importlib import resources
from importlib.resources.abc import Traversable


def data_file(name: str) -> Traversable:
    return resources.files("analysis") / "data" / name


def read_text(name: str) -> str:
    return data_file(name).read_text(encoding="utf-8")


def read_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read_text(name).splitlines()))


@functools.cache
def word_list(name: str) -> frozenset[str]:
    lines = (line.strip() for line in read_text(name).splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))

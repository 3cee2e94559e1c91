"""A seed folder: one TOML file and the CSV files it names."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent.parent / "seed"


@dataclass(frozen=True)
class Seed:
    """The folder's contents, read when asked for."""

    folder: Path = SHIPPED

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """What seed.toml says."""
        return self.toml("seed.toml")

    def has(self, name: str) -> bool:
        """Whether the folder has this file."""
        return (self.folder / name).is_file()

    def toml(self, name: str) -> Mapping[str, Any]:
        """What a TOML file of the folder says."""
        with (self.folder / name).open("rb") as file:
            return tomllib.load(file)

    def list_of(self, name: str) -> list[Mapping[str, Any]]:
        """A list of tables of seed.toml; empty where it is left out."""
        tables: list[Mapping[str, Any]] = self.told.get(name, [])
        return tables

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a CSV file of the folder."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

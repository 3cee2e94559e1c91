"""Questionnaires to begin with: one file each, in both languages, for any district.

A question's `options` are `[value, Indonesian, English]` or the name of a list under `sets`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import N_, NotFound
from surveys.definition import Option, QuestionDef, option_list
from surveys.skm_template import skm_questions

# In the order they are offered.
KEYS = ("aspirasi", "skm", "pelatihan", "layanan", "workshop")
_TEXTS = ("title_id", "title_en", "about_id", "about_en", "intro_id", "intro_en", "purpose", "access")
_PLAIN = ("name", "kind", "label_id", "label_en", "help_id", "help_en", "required", "starts_page")


@dataclass(frozen=True)
class Template:
    """A questionnaire to begin with; `about` says to the author what it is for."""

    key: str
    title_id: str
    title_en: str
    about_id: str
    about_en: str
    intro_id: str
    intro_en: str
    purpose: str
    access: str
    questions: tuple[QuestionDef, ...]


def templates() -> tuple[Template, ...]:
    """All of them."""
    return tuple(_read(key) for key in KEYS)


def template_by_key(key: str) -> Template:
    """One of them. Raises NotFound."""
    if key not in KEYS:
        raise NotFound(N_("Contoh survei ini tidak ada."))
    return _read(key)


@cache
def _read(key: str) -> Template:
    with (Path(__file__).parent / f"{key}.toml").open("rb") as file:
        told = tomllib.load(file)
    questions = tuple(_question(one, told.get("sets", {})) for one in told["questions"])
    texts = {name: told[name] for name in _TEXTS}
    return Template(key=key, questions=skm_questions() if told.get("skm") else questions, **texts)


def _question(told: Mapping[str, Any], sets: Mapping[str, Any]) -> QuestionDef:
    config: dict[str, object] = {
        name: told[name] for name in ("min", "max", "shuffled", "section") if name in told
    }
    if "options" in told:
        listed = told["options"]
        rows = sets[listed] if isinstance(listed, str) else listed
        config["options"] = option_list(Option(*row) for row in rows)
    return QuestionDef(**{name: told[name] for name in _PLAIN if name in told}, config=config)

"""What a version asks, as plain values: the form, the import, the counters and the exports read only this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.models import Question, SurveyVersion

_MAPPINGS = frozenset({"config", "logic"})
OTHER = "lain"
"""The value of the option that is filled in with one's own words, and the name of the piece that holds them."""


@dataclass(frozen=True)
class Option:
    """One choice. `value` is what is stored; the labels may be corrected in a later version.

    `columns`: further words about it that a choice filter may look at, such as the district of a village.
    """

    value: str
    label_id: str
    label_en: str = ""
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)

    def label(self, lang: str) -> str:
        """The words a person sees."""
        return (self.label_en if lang == "en" else "") or self.label_id


@dataclass(frozen=True)
class QuestionDef:
    """One question. `config` holds what the kind needs: `options`, `min`, `max`; `skm` marks an SKM element.

    `starts_page`: it stands at the top of a new page; `config["section"]` is the title of that page in both
    languages, `config["shuffled"]` says that options change places. `logic` holds expressions by what they decide.
    """

    name: str
    kind: str
    label_id: str
    label_en: str = ""
    help_id: str = ""
    help_en: str = ""
    required: bool = False
    config: Mapping[str, object] = field(default_factory=dict)
    starts_page: bool = False
    logic: Mapping[str, str] = field(default_factory=dict)

    def label(self, lang: str) -> str:
        """The question as it is asked."""
        return (self.label_en if lang == "en" else "") or self.label_id

    def help(self, lang: str) -> str:
        """The line under the question; may be empty."""
        return (self.help_en if lang == "en" else "") or self.help_id

    def section(self, lang: str) -> str:
        """The title of the part of the questionnaire that begins with this question; may be empty."""
        return (self.section_en if lang == "en" else "") or self.section_id

    @property
    def section_id(self) -> str:
        """That title in Indonesian."""
        return self._section("id")

    @property
    def section_en(self) -> str:
        """That title in English."""
        return self._section("en")

    def _section(self, lang: str) -> str:
        told = self.config.get("section")
        return str(told.get(lang, "")) if isinstance(told, Mapping) else ""

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The choices of the kinds that have any; "Lainnya" is the last where its author wants it."""
        written = self.written_options
        if not self.config.get("other") or any(option.value == OTHER for option in written):
            return written
        return (*written, Option(OTHER, "Lainnya", "Other"))

    @property
    def written_options(self) -> tuple[Option, ...]:
        """The choices that the author wrote."""
        return _listed(self.config.get("options", []))

    @property
    def rows(self) -> tuple[Option, ...]:
        """What a matrix asks about, line by line."""
        return _listed(self.config.get("rows", []))

    @property
    def is_skm(self) -> bool:
        """Whether this is one of the nine elements of the public satisfaction survey; `name` is its key."""
        return bool(self.config.get("skm"))

    def to_json(self) -> dict[str, object]:
        """As stored in a version's definition."""
        return {
            "name": self.name,
            "kind": self.kind,
            "label_id": self.label_id,
            "label_en": self.label_en,
            "help_id": self.help_id,
            "help_en": self.help_en,
            "required": self.required,
            "config": dict(self.config),
            "starts_page": self.starts_page,
            "logic": dict(self.logic),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "QuestionDef":
        """Read what `to_json` wrote."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    @classmethod
    def from_question(cls, question: Question) -> "QuestionDef":
        """A question being written, as the preview and the publishing see it."""
        return cls(
            **{name: getattr(question, name) for name in cls.__dataclass_fields__ if name not in _MAPPINGS},
            config=dict(question.config),
            logic={name: str(text) for name, text in question.logic.items()},
        )


def _listed(stored: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            str(o["value"]),
            str(o.get("label_id", o["value"])),
            str(o.get("label_en", "")),
            {str(name): str(word) for name, word in o.get("columns", {}).items()},
        )
        for o in stored
    )


def option_list(options: Iterable[Option]) -> list[dict[str, object]]:
    """Options in the form `config["options"]` stores them."""
    listed: list[dict[str, object]] = []
    for o in options:
        stored: dict[str, object] = {"value": o.value, "label_id": o.label_id, "label_en": o.label_en}
        listed.append(stored | ({"columns": dict(o.columns)} if o.columns else {}))
    return listed


def definition_of(questions: Iterable[QuestionDef]) -> dict[str, object]:
    """The JSON of a version."""
    return {"questions": [question.to_json() for question in questions]}


def questions_of(version: SurveyVersion) -> tuple[QuestionDef, ...]:
    """What a published version asks, in order."""
    stored: Any = version.definition["questions"]
    return tuple(QuestionDef.from_json(question) for question in stored)


def pages_of(questions: Iterable[QuestionDef]) -> tuple[tuple[QuestionDef, ...], ...]:
    """The questions page by page; at least one page."""
    pages: list[list[QuestionDef]] = [[]]
    for question in questions:
        if question.starts_page and pages[-1]:
            pages.append([])
        pages[-1].append(question)
    return tuple(tuple(page) for page in pages)


def drafted(questions: Iterable[Question]) -> tuple[QuestionDef, ...]:
    """What is being written, in order."""
    return tuple(QuestionDef.from_question(question) for question in questions)

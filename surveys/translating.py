"""All texts of a survey in both languages, side by side; the English ones saved in one go."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from core import audit
from core.errors import N_
from surveys import rules
from surveys.changing import Overtaken, claim, mark_of
from surveys.definition import QuestionDef
from surveys.models import Question, Survey
from surveys.undoing import remember

ACTION = "survey.translate"
PARTS = {
    "title": N_("Judul"),
    "intro": N_("Pengantar"),
    "label": N_("Pertanyaan"),
    "help": N_("Keterangan"),
    "section": N_("Judul bagian"),
    "choice": N_("Pilihan"),
}
_LONGEST = {"title": 160, "intro": 1000, "label": 300, "help": 300, "section": 300, "choice": 300}


@dataclass(frozen=True)
class Text:
    """One text. `field` says where it stands; `part` is one of PARTS."""

    field: str
    part: str
    source: str
    english: str

    @property
    def mark(self) -> str:
        """What an author was shown."""
        return mark_of([self.source, self.english])

    @property
    def longest(self) -> int:
        """How many signs the translation may have."""
        return _LONGEST[self.part]


def texts_of(survey: Survey) -> list[Text]:
    """Every text with Indonesian words, in the order respondents meet them."""
    about = (Text(name, name, *_pair(survey, name)) for name in ("title", "intro"))
    asked = (text for question in survey.questions for text in _of_question(question))
    return [text for text in (*about, *asked) if text.source]


def missing(texts: list[Text]) -> int:
    """How many of them have no English yet."""
    return sum(1 for text in texts if not text.english)


def translate(
    session: Session,
    survey: Survey,
    *,
    typed: Mapping[str, str],
    seen: Mapping[str, str],
    actor_id: int | None,
) -> int:
    """Save what differs from what is stored, as one change; returns how many texts that were.

    `seen` has the marks of the texts as they were shown. Raises Overtaken when one of those to be
    changed is not like that any more, in either language.
    """
    if not _changed(survey, typed):
        return 0
    claim(session, survey)
    rules.require_editable(survey)
    changed = _changed(survey, typed)
    if any(seen.get(text.field) != text.mark for text in changed):
        raise Overtaken(N_("Orang lain mengubah sebagian teks ini setelah Anda membukanya."))
    remember(session, survey, action=ACTION, actor_id=actor_id)
    _apply(survey, {text.field: typed[text.field] for text in changed})
    session.flush()
    audit.record(session, actor_id=actor_id, action=ACTION, kind="survey", key=survey.key, texts=len(changed))
    return len(changed)


def _pair(thing: Survey | Question, name: str) -> tuple[str, str]:
    return getattr(thing, f"{name}_id"), getattr(thing, f"{name}_en")


def _of_question(question: Question) -> Iterator[Text]:
    asked = QuestionDef.from_question(question)
    yield Text(f"q{question.id}_section", "section", asked.section_id, asked.section_en)
    for name in ("label", "help"):
        yield Text(f"q{question.id}_{name}", name, *_pair(question, name))
    for key, place, choice in _choices(question, question.config):
        field = f"q{question.id}_{key}_{place}"
        yield Text(field, "choice", choice["label_id"], choice.get("label_en", ""))


def _choices(question: Question, config: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """What is chosen from, list by list. The steps of SKM elements belong to the rules."""
    for key, listed in config.items():
        if isinstance(listed, list) and not question.config.get("skm"):
            for place, choice in enumerate(listed):
                if isinstance(choice, dict) and "label_id" in choice:
                    yield key, place, choice


def _changed(survey: Survey, typed: Mapping[str, str]) -> list[Text]:
    return [text for text in texts_of(survey) if typed.get(text.field, text.english) != text.english]


def _apply(survey: Survey, wanted: Mapping[str, str]) -> None:
    for name in ("title", "intro"):
        setattr(survey, f"{name}_en", wanted.get(name, getattr(survey, f"{name}_en")))
    for question in survey.questions:
        for name in ("label", "help"):
            english = wanted.get(f"q{question.id}_{name}", getattr(question, f"{name}_en"))
            setattr(question, f"{name}_en", english)
        config: dict[str, Any] = deepcopy(question.config)
        for key, place, choice in _choices(question, config):
            field = f"q{question.id}_{key}_{place}"
            if field in wanted:
                choice["label_en"] = wanted[field]
        if (english := wanted.get(f"q{question.id}_section")) is not None:
            config["section"] = {**config["section"], "en": english}
        question.config = config

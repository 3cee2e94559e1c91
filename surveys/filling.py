"""A form on its way: its version, the page in hand, and what was typed on all pages as it was typed."""

from collections.abc import Mapping
from functools import cached_property

from werkzeug.datastructures import MultiDict

from surveys.answer_form import AnswerForm
from surveys.definition import QuestionDef, pages_of, questions_of
from surveys.drafts import DraftContent
from surveys.models import SurveyVersion
from surveys.questions import answerable

# A short form on one page is sent before anybody would think of keeping it for later.
KEPT_FROM = 6


class Filling:
    """Pages count from 1. Values stay the texts that were posted until the whole is sent."""

    def __init__(
        self,
        version: SurveyVersion,
        lang: str,
        *,
        nonce: str,
        page: int = 1,
        fields: Mapping[str, list[str]] | None = None,
        saves: int = 0,
    ) -> None:
        self.version, self.lang, self.nonce, self.saves = version, lang, nonce, saves
        self.questions = questions_of(version)
        self.pages = pages_of(self.questions)
        self.page = min(max(page, 1), len(self.pages))
        self.fields: dict[str, list[str]] = dict(fields or {})
        self.posted: dict[str, list[str]] = {}

    @classmethod
    def resumed(cls, version: SurveyVersion, lang: str, content: DraftContent) -> "Filling":
        """Where a draft left off."""
        return cls(
            version,
            lang,
            nonce=content.nonce,
            page=content.page,
            fields=content.fields,
            saves=content.saves,
        )

    @property
    def is_last(self) -> bool:
        return self.page == len(self.pages)

    @property
    def can_be_kept(self) -> bool:
        """Whether the form is long enough to be offered for later."""
        return len(self.pages) > 1 or len(self.questions) >= KEPT_FROM

    def take(self, posted: MultiDict[str, str]) -> None:
        """What the page in hand brought; an unticked box brings nothing and is taken as empty."""
        here = _names(self.pages[self.page - 1])
        for question in answerable(self.questions):
            if question.name in here or question.name in posted:
                self.posted[question.name] = posted.getlist(question.name)
        self.fields |= self.posted

    def turn(self, page: int) -> None:
        """Another page; its form is built anew."""
        self.page = min(max(page, 1), len(self.pages))
        self.__dict__.pop("form", None)

    @cached_property
    def form(self) -> AnswerForm:
        """The form of the page in hand, filled in."""
        form = AnswerForm(self.pages[self.page - 1], self.lang)
        if self.fields:
            form.fill(self._data())
        return form

    def fits_here(self) -> bool:
        """Whether the page in hand can be accepted."""
        return self.form.read(self._data())

    def whole(self) -> AnswerForm | None:
        """The form of all pages; None where something cannot be accepted: then that page is in hand."""
        form = AnswerForm(self.questions, self.lang)
        if form.read(self._data()):
            return form
        wrong = form.wrong_names()
        self.turn(next(at for at, page in enumerate(self.pages, 1) if _names(page) & wrong))
        self.fits_here()
        return None

    def body_here(self) -> Mapping[str, object]:
        """The answers of the page in hand, None where one was left empty."""
        form = self.form
        return {name: form.body().get(name) for name in _names(self.pages[self.page - 1])}

    def content(self, unit_key: str, page: int) -> DraftContent:
        """As a draft keeps it, to be opened at that page."""
        return DraftContent(self.nonce, self.version.number, unit_key, page, self.fields, self.saves)

    def _data(self) -> MultiDict[str, str]:
        return MultiDict((name, value) for name, values in self.fields.items() for value in values)


def _names(page: tuple[QuestionDef, ...]) -> set[str]:
    return {part.name for part in answerable(page)}

"""A form on its way: its version, the page in hand, and what was typed on all pages as it was typed."""

from collections.abc import Mapping, Set
from datetime import datetime
from functools import cached_property

from werkzeug.datastructures import MultiDict

from surveys.definition import QuestionDef, pages_of, questions_of
from surveys.drafts import DraftContent
from surveys.logic import Logic, has_logic
from surveys.logic_form import LogicForm, logic_of
from surveys.models import SurveyVersion
from surveys.ordering import order_of, recorded
from surveys.pictures import Chosen
from surveys.questions import answerable, kind_of, picture_names

# A short form on one page is sent before anybody would think of keeping it for later.
KEPT_FROM = 6


class Filling:
    """Pages count from 1. Values stay the texts that were posted until the whole is sent.

    `one_page`: everything at once, but for a form with several photos: one request would not hold them.
    A form goes on as it was begun when its author decides otherwise meanwhile.
    """

    def __init__(
        self,
        version: SurveyVersion,
        lang: str,
        *,
        nonce: str,
        page: int = 1,
        fields: Mapping[str, list[str]] | None = None,
        saves: int = 0,
        one_page: bool = False,
        now: datetime,
    ) -> None:
        self.version, self.lang, self.nonce, self.saves, self.now = version, lang, nonce, saves, now
        self.questions = questions_of(version)
        self.one_page = one_page and len(picture_names(self.questions)) <= 1
        self.pages = (self.questions,) if self.one_page else pages_of(self.questions)
        self.page = min(max(page, 1), len(self.pages))
        self.fields: dict[str, list[str]] = dict(fields or {})
        self.posted: dict[str, list[str]] = {}
        self.pictures: dict[str, bytes] = {}
        self.refused: dict[str, str] = {}
        self.seen: str | None = None
        self.invitation = ""

    @classmethod
    def resumed(
        cls,
        version: SurveyVersion,
        lang: str,
        content: DraftContent,
        *,
        one_page: bool = False,
        now: datetime,
    ) -> "Filling":
        """Where a draft left off."""
        filling = cls(
            version,
            lang,
            nonce=content.nonce,
            page=content.page,
            fields=content.fields,
            saves=content.saves,
            one_page=one_page,
            now=now,
        )
        # Answers kept elsewhere may have closed the page where this one was left.
        if not filling.is_open(filling.page):
            filling.turn(filling.page_after(+1) or filling.page_after(-1) or filling.page)
        return filling

    @cached_property
    def logic(self) -> Logic:
        """What the expressions say about what was typed so far."""
        return logic_of(self.questions, self._data(), lang=self.lang, now=self.now)

    def is_open(self, page: int) -> bool:
        """Whether a page has anything to show."""
        return any(self.logic.is_relevant(q.name) and kind_of(q).is_shown for q in self.pages[page - 1])

    def page_after(self, steps: int) -> int | None:
        """The next page that has anything to show, forwards (+1) or backwards (-1)."""
        page = self.page + steps
        while 1 <= page <= len(self.pages):
            if self.is_open(page):
                return page
            page += steps
        return None

    @property
    def is_first(self) -> bool:
        return self.page_after(-1) is None

    @property
    def is_last(self) -> bool:
        """As far as the answers so far tell; sending looks again."""
        return self.page_after(+1) is None

    @cached_property
    def has_logic(self) -> bool:
        return has_logic(self.questions)

    @property
    def can_be_kept(self) -> bool:
        """Whether the form is long enough to be offered for later."""
        return len(self.pages) > 1 or len(self.questions) >= KEPT_FROM

    def take(self, posted: MultiDict[str, str], chosen: Chosen | None = None) -> None:
        """What the page in hand brought; an unticked box brings nothing and is taken as empty."""
        here, chosen = _names(self.pages[self.page - 1]), chosen or Chosen()
        for question in answerable(self.questions):
            name = question.name
            if name in here or name in posted:
                is_picture = kind_of(question).is_picture
                values = chosen.value_of(name, posted) if is_picture else posted.getlist(name)
                self.posted[name] = values
        self.fields |= self.posted
        self.pictures, self.refused = chosen.by_digest, dict(chosen.refused)
        self.seen = posted.get("form-shown")
        self._renew()

    def remember(self, earlier: Mapping[str, list[str]]) -> None:
        """Put what an earlier page kept behind what this one brought."""
        fields = {**earlier, **self.posted}
        if fields != self.fields:  # else the form in hand, which may be judged already, still holds
            self.fields = fields
            self._renew()

    def named_pictures(self) -> set[str]:
        """The fingerprints of the pictures of all pages."""
        return {value for name in picture_names(self.questions) for value in self.fields.get(name, ())}

    def lose(self, digests: Set[str], why: str) -> bool:
        """Pictures that are not kept are asked for again, on their page; whether there were any."""
        names = [n for n in picture_names(self.questions) if digests & set(self.fields.get(n, ()))]
        if not names:
            return False
        gone: dict[str, list[str]] = {name: [] for name in names}
        self.fields, self.posted = {**self.fields, **gone}, {**self.posted, **gone}
        self.refused |= dict.fromkeys(names, why)
        self.turn(next(at for at, page in enumerate(self.pages, 1) if _names(page) & set(names)))
        self.form.refuse()
        return True

    def _renew(self) -> None:
        for made in ("form", "logic"):
            self.__dict__.pop(made, None)

    def appeared(self) -> bool:
        """Whether the answers of this page opened questions on it that were not shown yet."""
        return self.form.appeared(self.seen)

    def opens_more(self) -> bool:
        """Whether a page that was shown as the last opened questions that nobody has been asked yet."""
        if self.seen is None or not self.fits_here():
            return False
        return self.appeared() or not self.is_last

    def turn(self, page: int, *, form: LogicForm | None = None) -> None:
        """A page; its form is built anew unless it was judged already."""
        self.page = min(max(page, 1), len(self.pages))
        self._renew()
        if form is not None:
            self.__dict__["form"] = form

    @cached_property
    def form(self) -> LogicForm:
        """The form of the page in hand, filled in."""
        form = LogicForm(
            self.pages[self.page - 1], self.logic, self.lang, order=order_of(self.nonce), refused=self.refused
        )
        if self.fields:
            form.fill(self._data())
        return form

    def fits_here(self) -> bool:
        """Whether the page in hand can be accepted."""
        return self.form.read(self._data())

    def whole(self) -> Mapping[str, object] | None:
        """The answers of all pages; None where something cannot be accepted: then that page is in hand."""
        form = LogicForm(self.questions, self.logic, self.lang, refused=self.refused)
        if form.read(self._data()):
            return {**form.body(), **recorded(form.questions, order_of(self.nonce))}
        wrong = form.wrong_names()
        self.turn(next(at for at, page in enumerate(self.pages, 1) if _names(page) & wrong))
        self.fits_here()
        return None

    def body_here(self) -> Mapping[str, object]:
        """The answers of the page in hand, None where one was left empty."""
        body = self.form.body()
        return {name: body.get(name) for name in _names(self.pages[self.page - 1])}

    def content(self, unit_key: str, page: int) -> DraftContent:
        """As a draft keeps it, to be opened at that page."""
        return DraftContent(
            self.nonce, self.version.number, unit_key, page, self.fields, self.saves, self.invitation
        )

    def _data(self) -> MultiDict[str, str]:
        return MultiDict((name, value) for name, values in self.fields.items() for value in values)


def _names(page: tuple[QuestionDef, ...]) -> set[str]:
    return {part.name for part in answerable(page)}

"""An order of preference: what comes first, second, third."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtforms import SelectField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Grouped, piece
from surveys.questions.dropdown import Dropdown
from surveys.questions.single import check_options

USUAL = 3
_TWICE = {
    "id": "Pilihan ini sudah dipakai di peringkat lain.",
    "en": "This is chosen at another rank already.",
}
_GAP = {"id": "Isi peringkat sebelumnya dahulu.", "en": "Fill in the rank before this one first."}


class InOrder:
    """One rank beside those before it: nothing twice, and no rank left out."""

    def __init__(self, before: tuple[str, ...], lang: str) -> None:
        self.before, self.lang = before, lang

    def __call__(self, form: Any, field: Any) -> None:
        higher = [form[name].data for name in self.before]
        if not all(higher):
            raise ValidationError(_GAP.get(self.lang, _GAP["id"]))
        if field.data in higher:
            raise ValidationError(_TWICE.get(self.lang, _TWICE["id"]))


class Ranking(Grouped):
    """Each rank is a choice of one by itself, so its counts say who came first, second and third how often.

    The last rank is never asked: it follows from the others, and with it every option would stand exactly
    once in each answer. Then the figures of all ranks together would give away one that is hidden.
    """

    key = "ranking"
    label = N_("Peringkat")
    hint = N_("Memilih yang pertama, kedua, dan ketiga dari beberapa pilihan.")
    macro = "ranks"
    paper = "ranks"
    settings = frozenset({"options", "top", "shuffled"})

    def ranks(self, question: QuestionDef) -> int:
        """How many ranks are asked."""
        top = question.config.get("top")
        return top if isinstance(top, int) else min(USUAL, len(question.options) - 1)

    def parts(self, question: QuestionDef) -> tuple[QuestionDef, ...]:
        return tuple(
            piece(
                question,
                str(rank),
                Dropdown.key,
                words=(f"peringkat {rank}", f"rank {rank}"),
                required=question.required,
                config={"options": question.config.get("options", [])},
            )
            for rank in range(1, self.ranks(question) + 1)
        )

    def fields(self, question: QuestionDef, lang: str) -> dict[str, UnboundField]:
        parts = self.parts(question)
        return {
            part.name: self._select(part, rank, tuple(p.name for p in parts[:rank]), lang)
            for rank, part in enumerate(parts)
        }

    def _select(self, part: QuestionDef, rank: int, before: tuple[str, ...], lang: str) -> UnboundField:
        asked = replace(part, label_id=f"Peringkat {rank + 1}", label_en=f"Rank {rank + 1}")
        kind = Dropdown()
        return SelectField(
            choices=kind.choices(asked, lang),
            validators=[*kind.presence(asked), InOrder(before, lang)],
            **kind.common(asked, lang),
        )

    def check_answer(self, question: QuestionDef, body: Mapping[str, object]) -> None:
        given = [body.get(part.name) for part in self.parts(question)]
        chosen = [value for value in given if value is not None]
        if len(set(chosen)) < len(chosen):
            raise Invalid(N_("Satu pilihan berada di dua peringkat."))
        if given[: len(chosen)] != chosen:
            raise Invalid(N_("Satu peringkat dilompati: isi dari peringkat pertama."))

    def check(self, question: QuestionDef) -> None:
        check_options(question)
        if not 1 <= self.ranks(question) < len(question.options):
            raise Invalid(
                N_(
                    "Peringkat yang ditanyakan pada “%(label)s” harus lebih sedikit daripada pilihannya:"
                    " yang terakhir sudah pasti dengan sendirinya."
                ),
                label=question.label_id,
            )

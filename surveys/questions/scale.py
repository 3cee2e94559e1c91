"""A scale whose steps carry a number and words."""

import re

from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Value
from surveys.questions.single import Single, find_option

_WHOLE = re.compile(r"(\d+)[.,]0+")


class Scale(Single):
    """Steps in order, worst first; the values are whole numbers, stored as text like any option."""

    key = "scale"
    label = N_("Skala berlabel")
    hint = N_("Tingkatan bernomor, tiap tingkat dengan kata-katanya.")
    chart = "likert"
    macro = "scale"
    settings = frozenset({"options"})

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        whole = _WHOLE.fullmatch(raw.strip())
        text = whole.group(1) if whole else raw
        return find_option(text, question).value if text.strip() else None

    def check(self, question: QuestionDef) -> None:
        super().check(question)
        if not all(re.fullmatch(r"\d{1,3}", option.value) for option in question.options):
            raise Invalid(
                N_("Nilai skala pada “%(label)s” harus angka bulat, misalnya 1 sampai 4."),
                label=question.label_id,
            )

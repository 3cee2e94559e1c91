"""The same options for several rows."""

import re
from dataclasses import replace

from wtforms.fields.core import UnboundField

from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Grouped, piece
from surveys.questions.scale import Scale
from surveys.questions.single import Single, check_options

MOST_ROWS = 20
_ROW = re.compile(r"[a-z0-9_]{1,40}")
_STEP = re.compile(r"\d{1,3}")


class Matrix(Grouped):
    """Each row is a choice of one by itself; with numbers as values it is a scale."""

    key = "matrix"
    label = N_("Matriks")
    hint = N_("Beberapa baris dengan pilihan yang sama, misalnya menilai beberapa layanan.")
    macro = "matrix"
    pace = 6
    settings = frozenset({"options", "rows"})

    def parts(self, question: QuestionDef) -> tuple[QuestionDef, ...]:
        stepped = all(_STEP.fullmatch(option.value) for option in question.options)
        kind = Scale.key if stepped else Single.key
        config = {"options": question.config.get("options", [])}
        return tuple(
            piece(
                question,
                row.value,
                kind,
                words=(row.label_id, row.label_en),
                required=question.required,
                config=config,
            )
            for row in question.rows
        )

    def fields(self, question: QuestionDef, lang: str) -> dict[str, UnboundField]:
        return {
            part.name: Single().field(replace(part, label_id=row.label_id, label_en=row.label_en), lang)
            for row, part in zip(question.rows, self.parts(question), strict=True)
        }

    def check(self, question: QuestionDef) -> None:
        check_options(question)
        values = [row.value for row in question.rows]
        if not values or len(values) > MOST_ROWS:
            raise Invalid(
                N_("Pertanyaan “%(label)s” memerlukan 1 sampai %(most)d baris."),
                label=question.label_id,
                most=MOST_ROWS,
            )
        if len(set(values)) < len(values) or not all(_ROW.fullmatch(value) for value in values):
            raise Invalid(
                N_(
                    "Nilai tiap baris pada “%(label)s” harus berbeda: huruf kecil, angka, dan garis bawah saja."
                ),
                label=question.label_id,
            )

"""Words between the questions."""

from core.errors import N_
from surveys.definition import QuestionDef
from surveys.questions.base import Grouped


class Note(Grouped):
    """An explanation to read: no field, no answer, nothing counted or exported."""

    key = "note"
    label = N_("Keterangan di antara pertanyaan")
    hint = N_("Hanya teks untuk dibaca; tidak ada yang diisi.")
    macro = "remark"
    is_asked = False
    words_a_second = 3

    def parts(self, question: QuestionDef) -> tuple[QuestionDef, ...]:
        return ()

    def seconds(self, question: QuestionDef) -> int:
        return len(f"{question.label_id} {question.help_id}".split()) // self.words_a_second

"""Write the questions that are asked at registration.

A draft's edition is rewritten in place: nobody can have answered it. Once the workshop was announced every
change makes the next edition, and answers stay with the edition that they were given to.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Invalid, NotFound
from forum.workshops.enums import WorkshopState
from forum.workshops.models import RegistrationForm, Workshop
from forum.workshops.queries import latest_form
from forum.workshops.services import require_editable
from surveys.engine import (
    KINDS,
    QuestionDef,
    check_questions,
    definition_of,
    question_name,
    read_definition,
)

MOST_QUESTIONS = 40
# Fields that the registration form has beside the questions, and addresses below the form's page.
OWN_FIELDS = frozenset(
    {"name", "post", "email", "phone", "consent", "form", "edition", "account", "code", "nama", "surel"}
    | {"baru", "lazim", "pratinjau"}
)
USUAL: tuple[QuestionDef, ...] = (
    QuestionDef(
        name="pantangan_makanan",
        kind="text",
        label_id="Adakah makanan yang tidak dapat Anda makan?",
        label_en="Is there any food you cannot eat?",
        help_id="Boleh kosong. Hanya untuk menyiapkan konsumsi.",
        help_en="May stay empty. Only for preparing the meals.",
        config={"keep_days": 7},
    ),
    QuestionDef(
        name="kebutuhan_khusus",
        kind="longtext",
        label_id="Apa yang perlu kami siapkan agar Anda dapat mengikuti dengan nyaman?",
        label_en="What should we prepare so that you can take part comfortably?",
        help_id="Misalnya kursi roda, juru bahasa isyarat, atau tempat duduk di depan. Boleh kosong.",
        help_en="For instance a wheelchair, a sign-language interpreter, or a seat in front. May stay empty.",
        config={"keep_days": 7},
    ),
    QuestionDef(
        name="harapan",
        kind="longtext",
        label_id="Apa yang ingin Anda bawa pulang dari workshop ini?",
        label_en="What would you like to take home from this workshop?",
        config={"keep_days": 180},
    ),
)


def asked(form: RegistrationForm | None) -> tuple[QuestionDef, ...]:
    """The questions of an edition, in order; none without one."""
    return read_definition(form.definition) if form is not None else ()


def keep_days(question: QuestionDef) -> int | None:
    """How many days after the last session its answers are kept; None: as long as the registration."""
    days = question.config.get("keep_days")
    return days if isinstance(days, int) else None


def question_of(form: RegistrationForm | None, name: str) -> QuestionDef:
    """One question of an edition."""
    found = next((q for q in asked(form) if q.name == name), None)
    if found is None:
        raise NotFound(N_("Pertanyaan itu tidak ada."))
    return found


def add_question(
    session: Session, workshop: Workshop, *, question: QuestionDef, actor_id: int | None
) -> QuestionDef:
    """Append a question. Without a name it gets one from its label."""
    editing = _Edition(session, workshop)
    named = _named(question, editing.questions)
    editing.store([*editing.questions, named], actor_id)
    return named


def add_usual(session: Session, workshop: Workshop, *, actor_id: int | None) -> None:
    """Append what most workshops ask; what is asked already stays as it is."""
    editing = _Edition(session, workshop)
    known = {q.name for q in editing.questions}
    editing.store([*editing.questions, *(q for q in USUAL if q.name not in known)], actor_id)


def change_question(
    session: Session, workshop: Workshop, *, name: str, question: QuestionDef, actor_id: int | None
) -> QuestionDef:
    """Rewrite a question; its kind stays."""
    editing = _Edition(session, workshop)
    place = editing.place_of(name)
    others = [q for q in editing.questions if q.name != name]
    named = _named(replace(question, kind=editing.questions[place].kind), others)
    editing.store([*editing.questions[:place], named, *editing.questions[place + 1 :]], actor_id)
    return named


def move_question(
    session: Session, workshop: Workshop, *, name: str, steps: int, actor_id: int | None
) -> None:
    """Move a question up (-1) or down (+1); at the end of the list nothing happens."""
    editing = _Edition(session, workshop)
    order, place = list(editing.questions), editing.place_of(name)
    order.insert(max(0, place + steps), order.pop(place))
    if order != list(editing.questions):
        editing.store(order, actor_id)


def delete_question(session: Session, workshop: Workshop, *, name: str, actor_id: int | None) -> None:
    """Ask it no more; answers that were given stay with their edition."""
    editing = _Edition(session, workshop)
    place = editing.place_of(name)
    editing.store([*editing.questions[:place], *editing.questions[place + 1 :]], actor_id)


def _named(question: QuestionDef, others: Sequence[QuestionDef]) -> QuestionDef:
    if question.kind not in KINDS:
        raise Invalid(N_("Jenis pertanyaan itu tidak dikenal."))
    taken = {q.name for q in others} | OWN_FIELDS
    named = replace(question, name=question_name(question.name, label=question.label_id, taken=taken))
    check_questions([named])
    return named


class _Edition:
    """The latest edition, read while the workshop's row is held: of two editors the second sees the first's."""

    def __init__(self, session: Session, workshop: Workshop) -> None:
        require_editable(workshop)
        self.session, self.workshop = session, workshop
        state = session.execute(
            update(Workshop)
            .where(Workshop.id == workshop.id)
            .values(queued=Workshop.queued)
            .returning(Workshop.state)
            .execution_options(synchronize_session=False)
        ).scalar_one()
        self.draft = state == WorkshopState.DRAFT
        self.form = latest_form(session, workshop)
        if self.form is not None:
            session.refresh(self.form)
        self.questions = asked(self.form)

    def place_of(self, name: str) -> int:
        for place, question in enumerate(self.questions):
            if question.name == name:
                return place
        raise NotFound(N_("Pertanyaan itu tidak ada."))

    def store(self, questions: Sequence[QuestionDef], actor_id: int | None) -> None:
        if len(questions) > MOST_QUESTIONS:
            raise Invalid(N_("Satu formulir paling banyak %(count)d pertanyaan."), count=MOST_QUESTIONS)
        if self.form is not None and self.draft:
            self.form.definition = definition_of(questions)
        else:
            self.form = self._next(questions)
        self.session.flush()
        audit.record(
            self.session,
            actor_id=actor_id,
            action="workshop.questions",
            kind="workshop",
            key=self.workshop.key,
            edition=self.form.number,
            questions=len(questions),
        )

    def _next(self, questions: Sequence[QuestionDef]) -> RegistrationForm:
        number = self.form.number + 1 if self.form is not None else 1
        made = RegistrationForm(
            workshop_id=self.workshop.id, number=number, definition=definition_of(questions)
        )
        try:
            with self.session.begin_nested():
                self.session.add(made)
                self.session.flush()
        except IntegrityError as clash:
            raise Conflict(N_("Formulir ini baru saja diubah orang lain. Muat ulang halamannya.")) from clash
        return made

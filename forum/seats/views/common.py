"""What the pages share: who looks, refusals in their language, the form for a workshop."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext
from flask_login import current_user

from core.db import db
from core.errors import RembukError
from core.staff.queries import post_of_account
from core.units.queries import active_units
from core.web.i18n import language
from forum.seats.forms import PREFIX, PersonForm, filled_from
from forum.seats.models import Registration
from forum.seats.services import Answers
from forum.workshops.models import RegistrationForm, Workshop
from forum.workshops.queries import latest_form
from forum.workshops.words import shown_questions
from surveys.engine import AnswerForm


def account_id() -> int | None:
    """The account that looks; None for a guest."""
    return current_user.id if current_user.is_authenticated else None


def words(refusal: RembukError) -> str:
    """Why something was refused."""
    params = {
        name: gettext(value) if isinstance(value, str) else value for name, value in refusal.params.items()
    }
    return str(gettext(refusal.message, **params))


@dataclass
class Asked:
    """The two halves of what is asked: the person, and the workshop's own questions."""

    person: PersonForm
    edition: RegistrationForm | None
    questions: AnswerForm
    unit_id: int | None

    def read(self) -> bool:
        """Take what was posted; whether all of it can be accepted."""
        answered = self.questions.read(request.form)
        return bool(self.person.validate()) and answered

    def answers(self) -> Answers:
        """What was answered, with its edition."""
        return Answers(self.edition, self.questions.body())

    def problems(self) -> list[tuple[str, str]]:
        """(id, message) of both halves."""
        own = [(f.id, f"{f.label.text}: {f.errors[0]}") for f in self.person if f.errors]
        return [*own, *self.questions.problems()]


def asked_to_register(workshop: Workshop) -> Asked:
    """The empty form; an account brings its name, its post, its mail and its unit."""
    known: dict[str, str] = {}
    unit_id = None
    if current_user.is_authenticated:
        unit_id = current_user.unit_id
        known = {
            "name": current_user.name,
            "post": post_of_account(db.session(), current_user.id),
            "email": current_user.account.email,
        }
    return _asked(workshop, known, unit_id, fixed=unit_id is not None)


def asked_to_change(registration: Registration) -> Asked:
    """The form as it was filled in; the unit stays."""
    made = _asked(registration.workshop, filled_from(registration), registration.unit_id, fixed=True)
    if request.method == "GET":
        _fill(made.questions, registration)
    return made


def _asked(workshop: Workshop, known: dict[str, str], unit_id: int | None, *, fixed: bool) -> Asked:
    person = PersonForm(data=known, prefix=PREFIX, meta={"csrf": False})
    person.offer(active_units(db.session()), fixed=fixed)
    edition = latest_form(db.session(), workshop)
    return Asked(person, edition, AnswerForm(shown_questions(edition), language()), unit_id)


def _fill(form: AnswerForm, registration: Registration) -> None:
    """Show what was answered before, where the question is still asked."""
    given = {part.name: registration.answers.get(part.name) for part in form.parts}
    form.answered({name: value for name, value in given.items() if value is not None})

"""What was typed into a form, and the photos that came with it, kept until the form is accepted."""

from flask_babel import gettext

from core.db import db, write_from_here
from core.errors import RembukError
from core.units.models import Unit
from core.web.server import secret, today
from surveys import answer_pictures, draft_pictures, drafts
from surveys.drafts import Kept
from surveys.filling import Filling
from surveys.models import Survey
from surveys.views.common import words


def keep(survey: Survey, unit: Unit | None, filling: Filling, *, page: int = 0, pressed: bool = True) -> Kept:
    """Store what was typed; `pressed`: by a button, and not by the script in passing."""
    write_from_here()
    # Read again under the lock: another device may have kept another page meanwhile.
    earlier = drafts.of_form(db.session(), survey, filling.nonce, secret=secret(), lock=True)
    if earlier is not None:
        if not pressed and earlier.saves > filling.saves:
            return drafts.kept_under(filling.nonce, today=today(), secret=secret())
        filling.remember(earlier.fields)
        filling.saves = max(earlier.saves, filling.saves)
    filling.saves += pressed
    known = filling.named_pictures() - filling.pictures.keys()
    gone = draft_pictures.missing(db.session(), filling.nonce, known, secret=secret())
    if gone:
        filling.lose(gone, gettext(answer_pictures.GONE))
    content = filling.content(unit.key if unit else "", page or filling.page)
    kept = drafts.keep(db.session(), survey, content, today=today(), secret=secret())
    draft_pictures.keep(
        db.session(), filling.nonce, filling.pictures, filling.named_pictures(), secret=secret()
    )
    db.session.commit()
    return kept


def keep_pictures(survey: Survey, unit: Unit | None, filling: Filling) -> None:
    """A form that comes back must not ask again for the photo that came with it."""
    if not filling.pictures:
        return
    try:
        keep(survey, unit, filling)
    except RembukError as refusal:
        db.session.rollback()
        filling.lose(filling.pictures.keys(), words(refusal))

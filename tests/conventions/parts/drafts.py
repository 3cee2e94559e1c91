"""Examples of drafts: one of a public form that somebody went away from; an earlier wording of a promise."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveys import drafts
from surveys.drafts import DraftContent
from surveys.models import SurveyPromise
from tests.surveys import factories_surveys as make

NONCE = "5ca1ab1e" * 4
FAR = date(2099, 1, 1)


def build(session: Session, world: Any) -> dict[str, Any]:
    """A draft about the world's unit."""
    content = DraftContent(NONCE, 1, world.unit.key, 1, {"saran": ["Belum selesai."]})
    kept = drafts.keep(session, world.feedback, content, today=FAR, secret=make.SECRET)
    # A wording that was shown before the present one.
    told = {"text_id": "Teks lama.", "text_en": "Old text.", "shown_from": date(2026, 1, 1)}
    session.add(SurveyPromise(survey_id=world.survey.id, mark="0123456789ab", **told))
    return {"resume_code": kept.code}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "surveys.resume": lambda w: {"code": w.more["resume_code"]},
    "surveys.promise": lambda w: {"key": w.survey.key},
}

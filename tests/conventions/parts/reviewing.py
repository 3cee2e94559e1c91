"""The example of an answer to a public form that was set aside."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys import store
from surveys.answer_models import SuspectAnswer
from surveys.enums import Purpose
from surveys.junk import Sign
from tests.surveys import factories_surveys as make


def build(session: Session, world: Any) -> dict[str, Any]:
    """A public survey beside the others with one answer that waits."""
    made = make.feedback(
        session, cycle=world.cycle, purpose=Purpose.ASPIRATION, title="Disaring", screened=True
    )
    sent = replace(make.submission(made, {"nama_layanan": "Beli sekarang"}), sign=Sign.TRAP)
    store._set_aside(session, sent, "5e7a51de" * 8)
    key = session.scalars(select(SuspectAnswer.key).where(SuspectAnswer.survey_id == made.id)).one()
    return {"screened": made, "suspect_key": key}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "survey_review": lambda w: {"key": w.more["screened"].key},
}

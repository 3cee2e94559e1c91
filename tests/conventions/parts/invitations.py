"""Examples of invitations to a survey: on paper, by WhatsApp and by mail, one of them used."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.codes import code_hash
from core.mail.services import send_mail
from surveys.answer_models import UsedCode
from tests.surveys import factories_invitations as make


def build(session: Session, world: Any) -> dict[str, Any]:
    """A survey of its own, so that the one with accounts stays as it is."""
    survey = make.survey(session, cycle=world.cycle, key="survei-undangan", title="Survei dengan kode")
    make.call(session, survey)
    mail = send_mail(session, to="kode@example.go.id", subject="Undangan survei", body="Undangan survei")
    make.invitation(session, survey, address=mail.to_address, mail_id=mail.id, name="Pak Obed")
    make.invitation(session, survey, phone="+6281234567895", name="Ibu Orpa")
    make.invitation(session, survey, name="Ibu Adolfina", unit_key=world.unit.key)
    used = make.invitation(session, survey, unit_key=world.unit.key)
    session.add(UsedCode(survey_id=survey.id, code_hash=code_hash(used)))
    return {"coded": survey, "invitation_code": make.invitation(session, survey)}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "survey_invited": lambda w: {"code": w.more["invitation_code"]},
    "survey_invitations": lambda w: {"key": w.more["coded"].key},
}

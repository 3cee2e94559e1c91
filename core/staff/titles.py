"""Titles of those who act for the office: editable data, never constants."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.staff.enums import TitleKey
from core.staff.models import OfficeTitle, Person


@dataclass(frozen=True)
class Title:
    """How somebody who acts for the office is called. Empty where the administrator has not said."""

    key: TitleKey
    title_id: str
    title_en: str
    person_id: int | None
    person_name: str


def office_titles(session: Session) -> Mapping[TitleKey, Title]:
    """All titles in the order of a plan's way, in one query; also those that are still empty."""
    found = session.execute(
        select(OfficeTitle, Person.name).outerjoin(Person, Person.id == OfficeTitle.person_id)
    )
    stored = {row.key: (row, name or "") for row, name in found}
    titles: dict[TitleKey, Title] = {}
    for key in TitleKey:
        row, name = stored.get(key, (None, ""))
        titles[key] = Title(
            key,
            row.title_id if row else "",
            row.title_en if row else "",
            row.person_id if row else None,
            name,
        )
    return titles


def set_title(
    session: Session,
    key: TitleKey,
    *,
    title_id: str,
    title_en: str = "",
    person_id: int | None = None,
    actor_id: int | None,
) -> None:
    """Say how somebody is called, and who it is."""
    session.merge(OfficeTitle(key=key, title_id=title_id, title_en=title_en, person_id=person_id))
    session.flush()
    audit.record(session, actor_id=actor_id, action="title.change", kind="title", key=key)

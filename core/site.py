"""What the office calls itself: editable values, never constants in code."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.base import Base

# `registration` is open (default), invitation or closed; `second_factor` "1" makes it a duty of planners
# and administrators.
KEYS = ("office_id", "office_en", "region_id", "region_en", "demo", "registration", "second_factor")


class SiteSetting(Base):
    """One editable value of the installation."""

    __tablename__ = "site_setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class Site:
    """The installation as pages see it. `demo` puts the sample-data banner on every page and print."""

    name: str
    office: str
    region: str
    demo: bool


def site_values(session: Session) -> dict[str, str]:
    """Every value that was set."""
    return {row.key: row.value for row in session.scalars(select(SiteSetting))}


def load_site(session: Session, lang: str) -> Site:
    """Read the site's values in one query, in the visitor's language where there is one."""
    values = site_values(session)

    def text(key: str) -> str:
        return (values.get(f"{key}_{lang}") or values.get(f"{key}_id")) or ""

    return Site("Rembuk", text("office"), text("region"), values.get("demo") == "1")


def set_site_value(session: Session, key: str, value: str) -> None:
    """Change one value."""
    if key not in KEYS:
        raise KeyError(key)
    session.merge(SiteSetting(key=key, value=value))


def change_site(session: Session, values: Mapping[str, str], *, actor_id: int | None) -> None:
    """Change what an administrator may change, and remember who did."""
    for key, value in values.items():
        set_site_value(session, key, value)
    session.flush()
    audit.record(session, actor_id=actor_id, action="site.change", kind="site", key="site")

"""What the office calls itself and how it wants the installation to behave: editable, never in code."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.base import Base

# `registration` is open (default), invitation or closed; `second_factor` "1" makes it a duty of planners
# and administrators. `languages` names those on offer, the first one where a visitor has no wish.
# `forum_rules_…` are the house rules of the discussion, `moderation_days` how many working days reports may wait.
KEYS = (
    "office_id",
    "office_en",
    "region_id",
    "region_en",
    "letterhead_1",
    "letterhead_2",
    "letterhead_3",
    "address",
    "phone",
    "email",
    "web",
    "logo",
    "languages",
    "registration",
    "second_factor",
    "mail_by_hand",
    "guide_hidden",
    "certificate_number",
    "forum_rules_id",
    "forum_rules_en",
    "moderation_days",
    "demo",
)
LANGUAGES = ("id", "en")


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
    letterhead: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    logo: str = ""

    @property
    def town(self) -> str:
        """The town in the region's name: Kupang of Kota Kupang, Nusa Tenggara Timur."""
        first = self.region.split(",")[0].strip()
        for kind in ("Kota ", "Kabupaten "):
            first = first.removeprefix(kind)
        return first.removesuffix(" City")


def site_values(session: Session) -> dict[str, str]:
    """Every value that was set."""
    return {row.key: row.value for row in session.scalars(select(SiteSetting))}


def site_of(values: Mapping[str, str], lang: str) -> Site:
    """The site in the visitor's language where there is a text in it."""

    def text(key: str) -> str:
        return (values.get(f"{key}_{lang}") or values.get(f"{key}_id")) or ""

    lines = (values.get(f"letterhead_{number}", "") for number in (1, 2, 3))
    return Site(
        "Rembuk",
        text("office"),
        text("region"),
        values.get("demo") == "1",
        letterhead=tuple(line for line in lines if line),
        **{key: values.get(key, "") for key in ("address", "phone", "email", "web", "logo")},
    )


def load_site(session: Session, lang: str) -> Site:
    """Read the site's values in one query."""
    return site_of(site_values(session), lang)


def offered_languages(values: Mapping[str, str]) -> tuple[str, ...]:
    """The languages of the installation, the preferred one first; Indonesian before English by default."""
    chosen = tuple(lang for lang in values.get("languages", "").split(",") if lang in LANGUAGES)
    return chosen or LANGUAGES


def set_site_value(session: Session, key: str, value: str) -> None:
    """Change one value."""
    if key not in KEYS:
        raise KeyError(key)
    session.merge(SiteSetting(key=key, value=value))


def change_site(session: Session, values: Mapping[str, str], *, actor_id: int | None) -> None:
    """Change what an administrator may change, and remember who changed which values, not what they hold."""
    before = site_values(session)
    changed = [key for key, value in values.items() if before.get(key, "") != value]
    for key in changed:
        set_site_value(session, key, values[key])
    session.flush()
    if changed:
        facts = dict.fromkeys(sorted(changed), "changed")
        audit.record(session, actor_id=actor_id, action="site.change", kind="site", key="site", **facts)

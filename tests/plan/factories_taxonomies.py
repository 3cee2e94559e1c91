"""Taxonomies for tests: small contents, drafts and published versions."""

from sqlalchemy.orm import Session

from plan.taxonomies import drafting, queries, rules, services
from plan.taxonomies.content import Content, ExampleEntry, SayingEntry, ThemeEntry
from plan.taxonomies.enums import Use
from plan.taxonomies.models import Taxonomy, TaxonomyVersion

DIGITAL = ("Ajari kami excel", "Pelatihan komputer", "Laptop dan aplikasi", "Belajar srikandi", "Kelas word")
LOKET = ("Antre lama", "Petugas ramah", "Loket tutup", "Keluhan warga", "Standar pelayanan")


def content(name: str = "Tema kantor") -> Content:
    """Two themes with five examples each, one of them of both, and one example of no theme."""
    return Content(
        "contoh",
        name,
        "Themes of the office",
        (
            ThemeEntry("loket", "Pelayanan di loket", "Counter service", "Antrean.", ("loket", "antre")),
            ThemeEntry("digital", "Literasi digital", "Digital literacy", "Komputer.", ("komputer",)),
        ),
        (
            *(ExampleEntry(text, "loket") for text in LOKET),
            *(ExampleEntry(text, "digital") for text in DIGITAL[1:]),
            ExampleEntry(DIGITAL[0], "digital", "loket"),
            ExampleEntry("Terima kasih"),
        ),
    )


def said() -> tuple[SayingEntry, ...]:
    """Three sayings of two themes and one of none, in the order of `content`."""
    return (
        SayingEntry("loket", ("Dua jam baru dipanggil", "nunggu 2 jam", "Dua jam baru dong pangge")),
        SayingEntry("loket", ("Datang jam delapan, pulang jam dua",)),
        SayingEntry("digital", ("Anak saya yang mengetikkan", "diketikin anak sy")),
        SayingEntry(None, ("Hujan tidak turun juga", "Ujan sonde turun-turun")),
    )


def drafted(session: Session, source: Content | None = None, *, purpose: Use = Use.ANY) -> Taxonomy:
    """A taxonomy with a draft that was never published."""
    told = source or content()
    return services.create_taxonomy(
        session, name_id=told.name_id, name_en=told.name_en, purpose=purpose, source=told, actor_id=None
    )


def publish(session: Session, taxonomy: Taxonomy) -> TaxonomyVersion:
    """The draft as it stands becomes the next version."""
    seen = queries.draft_of(session, taxonomy).revision
    return services.publish_draft(session, taxonomy, seen=seen, actor_id=None)


def published(session: Session, source: Content | None = None, *, purpose: Use = Use.ANY) -> Taxonomy:
    """A taxonomy with version 1 and no draft."""
    taxonomy = drafted(session, source, purpose=purpose)
    publish(session, taxonomy)
    return taxonomy


def write(session: Session, taxonomy: Taxonomy, theme: ThemeEntry, *texts: str, seen: str = "") -> None:
    """Write a theme of the draft as somebody who saw it as it stands now."""
    mark = seen or queries.draft_of(session, taxonomy).told.part(theme.key)
    drafting.write_theme(
        session,
        taxonomy,
        theme=theme,
        examples=lambda _told: [ExampleEntry(text, theme.key) for text in texts],
        sayings=queries.draft_of(session, taxonomy).told.sayings_of(theme.key),
        seen=mark,
        actor_id=None,
    )


def stops(content: Content) -> list[tuple[str, str]]:
    """What stops a list: the theme it is about, and what is said."""
    found = [one for one in rules.check(content) if one.stops]
    return [(one.theme, one.message % one.params) for one in found]

"""Events of the audit log as sentences in the visitor's language."""

from flask_babel import gettext

from core.accounts.enums import ROLE_LABELS
from core.errors import N_
from core.policy import Role
from core.rights.audit_queries import Actor, Event
from core.web.pages import slices

FACT_WORDS = {
    "active": N_("aktif"),
    "after": N_("menjadi"),
    "before": N_("semula"),
    "consent": N_("persetujuan"),
    "contributions": N_("masukan"),
    "count": N_("jumlah"),
    "days": N_("hari"),
    "deleted": N_("terhapus"),
    "error": N_("kesalahan"),
    "indicator": N_("indikator"),
    "instrument": N_("instrumen"),
    "into": N_("ke dalam"),
    "linked": N_("terhubung"),
    "measurements": N_("pengukuran"),
    "needs": N_("kebutuhan"),
    "public": N_("terbuka untuk umum"),
    "purpose": N_("tujuan"),
    "questions": N_("pertanyaan"),
    "reason": N_("alasan"),
    "role": N_("peran"),
    "rows": N_("baris"),
    "shown": N_("ditampilkan"),
    "skipped": N_("dilewati"),
    "texts": N_("jawaban tertulis"),
    "themes": N_("tema"),
    "version": N_("versi"),
}


def action_words() -> dict[str, str]:
    """Action -> its words, of all slices."""
    return {action: gettext(words) for s in slices() for action, words in s.actions.items()}


def role_word(role: str) -> str:
    """A role in the visitor's language; roles that are no more stay as they were."""
    return str(gettext(ROLE_LABELS[Role(role)])) if role in set(Role) else role


def actor_word(actor: Actor | None) -> str:
    """Ibu Ana; where the name is hidden or gone, "Akun 12 (Administrator)"."""
    if actor is None:
        return str(gettext("Sistem"))
    if actor.name:
        return actor.name
    what = gettext("dihapus") if actor.erased else role_word(actor.role)
    return str(gettext("Akun %(number)s (%(role)s)", number=actor.id, role=what))


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return str(gettext("ya") if value else gettext("tidak"))
    if name == "role":
        return role_word(str(value))
    return "–" if value is None or value == "" else str(value)


def fact_words(event: Event) -> list[str]:
    """The facts of an event: "versi: 2"."""
    named = {name: gettext(FACT_WORDS[name]) if name in FACT_WORDS else name for name in event.facts}
    return [f"{named[name]}: {_value(name, value)}" for name, value in event.facts.items()]


def sentence(event: Event, words: dict[str, str]) -> str:
    """Who did what, on which object: "Ibu Ana menerbitkan survei"."""
    return f"{actor_word(event.actor)} {words.get(event.action, event.action)}"

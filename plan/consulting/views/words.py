"""Items of a version and their differences in the visitor's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from core.development import DEVELOPMENT_KINDS
from core.web.i18n import language, localized
from core.web.pages import number, plain_date, rupiah
from plan.consulting.enums import STANCE_LABELS, VERSION_STATE_LABELS, Stance, VersionState
from plan.consulting.models import PlanVersion
from plan.consulting.rules import ChangedItem, Line, Share
from plan.enums import COMPETENCY_LABELS, Competency

FIELD_LABELS = {
    "title_id": _l("Judul"),
    "title_en": _l("Judul dalam bahasa Inggris"),
    "goal": _l("Tujuan"),
    "needs": _l("Kebutuhan yang dijawab"),
    "competency": _l("Jenis kompetensi"),
    "target": _l("Target ASN"),
    "development_code": _l("Jenis dan jalur pengembangan"),
    "organiser": _l("Penyelenggara"),
    "schedule": _l("Jadwal"),
    "starts_on": _l("Mulai"),
    "ends_on": _l("Selesai"),
    "jp": _l("JP per peserta"),
    "participants": _l("Jumlah peserta"),
    "units": _l("Unit asal peserta"),
    "curriculum": _l("Kesesuaian kurikulum"),
    "budget": _l("Anggaran"),
}
VERSION_PILLS = {VersionState.DRAFT: "plain", VersionState.CONSULTATION: "info", VersionState.FINAL: "ok"}
STANCE_PILLS = {Stance.ENDORSE: "ok", Stance.OBJECT: "warn"}
VERSION_WORDS = {
    "labels": VERSION_STATE_LABELS,
    "pills": VERSION_PILLS,
    "stances": STANCE_LABELS,
    "stance_pills": STANCE_PILLS,
}


@dataclass(frozen=True)
class ChangeWords:
    """A field of an item, before and after, ready to read."""

    field: str
    before: str
    after: str


def title_of(line: Line) -> str:
    """The title in the visitor's language where there is one."""
    return str((line["title_en"] if language() == "en" else "") or line["title_id"])


def kind_of(code: object) -> str:
    """The kind of development with its path."""
    kind = DEVELOPMENT_KINDS[int(str(code))]
    return str(gettext("%(kind)s (%(path)s)", kind=localized(kind, "name"), path=gettext(kind.path)))


def value_words(field: str, value: object) -> str:
    """A value of a snapshot as people read it; a dash where there is none."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(str(one) for one in value)
    if field == "budget":
        return rupiah(Decimal(str(value)))
    if field == "competency":
        return str(gettext(COMPETENCY_LABELS[Competency(str(value))]))
    if field == "development_code":
        return kind_of(value)
    if field in {"starts_on", "ends_on"}:
        return plain_date(date.fromisoformat(str(value)))
    return number(value) if isinstance(value, int) else str(value)


def line_words(line: Line) -> list[tuple[str, str]]:
    """Terms and values of an item, for a list of definitions: what is empty is left out."""
    shown = [field for field in FIELD_LABELS if not field.startswith("title")]
    return [
        (str(FIELD_LABELS[field]), value_words(field, line.get(field))) for field in shown if line.get(field)
    ]


def change_words(item: ChangedItem) -> list[ChangeWords]:
    """What differs in an item."""
    return [
        ChangeWords(
            str(FIELD_LABELS[change.field]),
            value_words(change.field, change.before),
            value_words(change.field, change.after),
        )
        for change in item.changes
    ]


def share_words(share: Share | None) -> str:
    """38 dari 52 ASN yang memberi pendapat mendukung; 14 keberatan. Empty where nobody was asked yet."""
    if share is None:
        return ""
    if share.voices is None:
        return str(gettext("Kurang dari 5 ASN memberi pendapat; rinciannya tidak ditampilkan."))
    voices = number(share.voices)
    if share.few_object:
        return str(gettext("%(voices)s ASN memberi pendapat; kurang dari 5 keberatan.", voices=voices))
    if share.few_endorse:
        return str(gettext("%(voices)s ASN memberi pendapat; kurang dari 5 mendukung.", voices=voices))
    if share.endorsed is None:
        return str(gettext("%(voices)s ASN memberi pendapat; rinciannya tidak ditampilkan.", voices=voices))
    return str(
        gettext(
            "%(endorsed)s dari %(voices)s ASN yang memberi pendapat mendukung; %(objected)s keberatan.",
            endorsed=number(share.endorsed),
            voices=voices,
            objected=number(share.objected),
        )
    )


def version_name(version: PlanVersion) -> str:
    """Versi 2."""
    return str(gettext("Versi %(number)s", number=version.number))

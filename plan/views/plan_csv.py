"""The plan as rows of a CSV file, in the visitor's language."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from core.development import DEVELOPMENT_KINDS
from core.web.i18n import localized
from core.web.pages import site
from plan.enums import COMPETENCY_LABELS, ITEM_STATE_LABELS, Competency, ItemState
from plan.item_models import PlanItem


def plan_rows(items: Sequence[PlanItem]) -> Iterator[list[str]]:
    """A header, then a row per item: title, state and the seven columns."""
    header = [
        gettext("Butir"),
        gettext("Status"),
        gettext("Jenis kompetensi"),
        gettext("Target ASN"),
        gettext("Jenis dan jalur pengembangan"),
        gettext("Penyelenggara"),
        gettext("Jadwal"),
        gettext("Kesesuaian kurikulum"),
        gettext("Anggaran (rupiah)"),
    ]
    yield header + ([gettext("DATA CONTOH – bukan data resmi")] if site().demo else [])
    for item in items:
        kind = DEVELOPMENT_KINDS[item.development_code]
        yield [
            localized(item, "title"),
            gettext(ITEM_STATE_LABELS[ItemState(item.state)]),
            gettext(COMPETENCY_LABELS[Competency(item.competency)]),
            item.target,
            gettext("%(kind)s (%(path)s)", kind=localized(kind, "name"), path=gettext(kind.path)),
            item.organiser,
            item.schedule,
            item.curriculum,
            str(item.budget),
        ]

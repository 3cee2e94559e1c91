"""The stations of a contribution's way, as pages are told them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.errors import N_
from forum.workshops.models import Workshop
from plan.item_models import Indicator, PlanItem
from plan.models import Need, Theme
from plan.needing.handing import Handover
from plan.programmes.models import Programme
from plan.replies.models import Reply


class StepKind(StrEnum):
    """The stations, in their order."""

    RECEIVED = "received"
    MODERATION = "moderation"
    THEME = "theme"
    REPLY = "reply"
    NEED = "need"
    HANDOVER = "handover"
    ITEM = "item"
    CITY = "city"
    PROGRAMME = "programme"
    SESSION = "session"
    MEASUREMENT = "measurement"


class StepState(StrEnum):
    """How far a station is; the words of the trail macro."""

    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"
    STOPPED = "stopped"


STEP_LABELS = {
    StepKind.RECEIVED: N_("Penerimaan"),
    StepKind.MODERATION: N_("Moderasi"),
    StepKind.THEME: N_("Tema"),
    StepKind.REPLY: N_("Keputusan"),
    StepKind.NEED: N_("Kebutuhan"),
    StepKind.HANDOVER: N_("Penyampaian"),
    StepKind.ITEM: N_("Butir rencana"),
    StepKind.CITY: N_("Perjalanan di tingkat kota"),
    StepKind.PROGRAMME: N_("Program"),
    StepKind.SESSION: N_("Workshop"),
    StepKind.MEASUREMENT: N_("Pengukuran"),
}


About = Theme | Need | PlanItem | Indicator | Reply | Handover | Programme | Workshop


@dataclass(frozen=True)
class TraceStep:
    """One station. `about` is the row it speaks of, `title` a source string where there is none yet.

    `note` is a source string; `said` is what staff wrote, in the language they wrote it.
    """

    kind: StepKind
    state: StepState
    about: About | None = None
    title: str = ""
    note: str = ""
    said: str = ""
    at: datetime | date | None = None


RECEIVED = TraceStep(StepKind.RECEIVED, StepState.DONE, title=N_("Masukan Anda diterima"))
NOT_YET_GROUPED = TraceStep(
    StepKind.THEME,
    StepState.CURRENT,
    title=N_("Menunggu dikelompokkan"),
    note=N_("Masukan Anda sudah tercatat dan akan dikelompokkan bersama masukan lain menjadi tema."),
)
NO_THEME = TraceStep(
    StepKind.THEME,
    StepState.CURRENT,
    title=N_("Belum terklasifikasi"),
    note=N_("Masukan Anda belum cocok dengan satu tema pun. Penyusun rencana tetap dapat membacanya."),
)
NO_REPLY_YET = TraceStep(
    StepKind.REPLY,
    StepState.UPCOMING,
    title=N_("Belum ada keputusan"),
    note=N_("Keputusan beserta alasannya tampil di sini."),
)
TAKEN_BACK = TraceStep(
    StepKind.REPLY,
    StepState.CURRENT,
    title=N_("Keputusan ditarik"),
    note=N_("Keputusan sebelumnya tidak berlaku lagi. Penyusun rencana akan memutuskan kembali."),
)
NO_ITEM_YET = TraceStep(
    StepKind.ITEM,
    StepState.UPCOMING,
    title=N_("Belum masuk rencana"),
    note=N_("Kebutuhan ini menunggu disusun menjadi butir rencana."),
)

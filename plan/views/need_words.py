"""Needs in words: what each step is called, and why a need stands where it stands."""

from flask_babel import gettext

from core.errors import N_
from core.web.i18n import localized
from core.web.pages import number
from plan.enums import COMPETENCY_LABELS
from plan.item_rules import QUOTES_FROM
from plan.models import Need
from plan.needing.enums import HAND_LABELS, HANDOVER_LABELS, SOLUTION_LABELS, STAGE_LABELS, Hand, Stage
from plan.needing.priority import CRITERION_LABELS, Criterion, Facts, Ranked
from plan.needing.rules import StageMove
from surveys.skm_instruments import CURRENT, Element

_FORWARD = {
    Stage.INVENTORY: N_("Kirim kepada atasan untuk diverifikasi"),
    Stage.VERIFIED: N_("Benar: kebutuhan ini nyata di unit saya"),
    Stage.VALIDATED: N_("Sahkan kebutuhan ini"),
    Stage.PRIORITISED: N_("Masukkan ke daftar prioritas"),
}
_BACK = {
    Hand.PLANNER: N_("Buka kembali untuk diperbaiki"),
    Hand.SUPERIOR: N_("Kembalikan kepada penyusun rencana"),
    Hand.CHECKER: N_("Kembalikan kepada penyusun rencana"),
}
STAGE_PILLS = {
    Stage.SURVEY: "plain",
    Stage.INVENTORY: "warn",
    Stage.VERIFIED: "info",
    Stage.VALIDATED: "info",
    Stage.PRIORITISED: "ok",
}
# What every template about the work on needs names things by.
WORDS = {
    "solutions": SOLUTION_LABELS,
    "stages": STAGE_LABELS,
    "stage_pills": STAGE_PILLS,
    "hands": HAND_LABELS,
    "handovers": HANDOVER_LABELS,
    "criteria": CRITERION_LABELS,
    "competency_kinds": COMPETENCY_LABELS,
}


def worded(moves: tuple[StageMove, ...]) -> list[tuple[StageMove, str]]:
    """Each step with the words on its button; the source strings."""
    return [(move, _BACK[move.hand] if move.back else _FORWARD[move.after]) for move in moves]


def element_of(need: Need) -> Element | None:
    """The SKM element that the need would improve."""
    return next((e for e in CURRENT.elements if e.key == need.skm_element), None)


def reasons(need: Need, facts: Facts) -> list[str]:
    """Why this need, in sentences that everybody may read: no number of people below five."""
    said = []
    if facts.people >= QUOTES_FROM:
        said.append(gettext("Disampaikan lewat %(count)s masukan.", count=number(facts.people)))
    if facts.units:
        said.append(
            gettext(
                "Menyangkut %(some)s dari %(all)s unit.",
                some=number(facts.units),
                all=number(facts.all_units),
            )
        )
    element = element_of(need)
    if element is not None and facts.nrr is not None:
        name = localized(element, "name")
        said.append(
            gettext(
                "Menurut masukan warga dalam siklus ini, unsur SKM %(element)s bernilai %(nrr)s dari 4.",
                element=name,
                nrr=number(facts.nrr),
            )
        )
    if need.legal_basis:
        said.append(gettext("Diwajibkan oleh %(rule)s.", rule=need.legal_basis.rstrip(".")))
    if need.urgency:
        said.append(
            gettext(
                "Kemendesakan %(urgency)s dari 5: %(reason)s",
                urgency=need.urgency,
                reason=need.urgency_reason,
            )
        )
    return said


def breakdown(ranked: Ranked) -> list[tuple[str, int]]:
    """Each criterion with how far it is fulfilled, in percent of its most."""
    return [(gettext(CRITERION_LABELS[c]), round(100 * ranked.parts[c])) for c in Criterion]

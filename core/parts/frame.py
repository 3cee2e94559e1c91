"""Home, health, cycles, units."""

from sqlalchemy.orm import Session

from core.cycles.enums import PHASE_LABELS
from core.cycles.queries import all_cycles
from core.errors import N_
from core.pages.frame import cycles, health, home, manage, manage_cycles, units
from core.policy import ADMINISTRATORS, ANYONE, CYCLE_KEEPERS, STAFF, Duty, Policy
from core.slices import NavGroup, NavItem, Retention, Slice, TopicSubject

POLICIES: dict[str, Policy] = {
    "home.index": ANYONE,
    "home.privacy": ANYONE,
    "home.accessibility": ANYONE,
    "health.healthz": ANYONE,
    "health.readyz": ANYONE,
    "cycles.show": ANYONE,
    "manage.start": STAFF.also(*Duty),
    "manage_cycles.index": CYCLE_KEEPERS,
    "manage_cycles.create": CYCLE_KEEPERS,
    "manage_cycles.show": CYCLE_KEEPERS,
    "manage_cycles.edit": CYCLE_KEEPERS,
    "manage_cycles.confirm_phase": CYCLE_KEEPERS,
    "manage_cycles.move_phase": CYCLE_KEEPERS,
    "manage_cycles.openings": CYCLE_KEEPERS,
    "manage_cycles.make_current": CYCLE_KEEPERS,
    "units.index": ADMINISTRATORS,
    "units.create": ADMINISTRATORS,
    "units.edit": ADMINISTRATORS,
    "units.delete": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(N_("Beranda"), "home.index", order=0),
    NavItem(N_("Ringkasan"), "manage.start", order=0, staff=True, group=NavGroup.START),
    NavItem(
        N_("Siklus"),
        "manage_cycles.index",
        order=10,
        staff=True,
        about=N_("Tujuan, tahap, dan apa yang dibuka di setiap tahap."),
    ),
    NavItem(
        N_("Unit"),
        "units.index",
        order=80,
        staff=True,
        about=N_("Kantor dan bagian-bagiannya."),
        group=NavGroup.PEOPLE,
    ),
)

ACTIONS = {
    "unit.create": N_("menambah unit"),
    "unit.delete": N_("menghapus unit"),
    "unit.change": N_("mengubah unit"),
    "cycle.create": N_("memulai siklus"),
    "cycle.change": N_("mengubah siklus"),
    "cycle.phase": N_("memindahkan tahap siklus"),
    "cycle.current": N_("menampilkan siklus di beranda"),
    "cycle.openings": N_("mengatur apa yang dibuka di setiap tahap"),
}

RETENTION = (
    Retention(
        key="frame",
        label=N_("Unit dan siklus perencanaan"),
        reason=N_("Kerangka kerja kantor, bukan data tentang seseorang."),
        tables=frozenset({"unit", "cycle", "phase_opening"}),
    ),
)


def _subjects(session: Session) -> list[TopicSubject]:
    """Cycles, as something to discuss."""
    return [
        TopicSubject("cycle", c.key, c.id, c.title_id, c.title_en, f"/siklus/{c.key}")
        for c in all_cycles(session)
    ]


PART = Slice(
    name="frame",
    blueprints=(
        home.blueprint,
        health.blueprint,
        cycles.blueprint,
        manage.blueprint,
        manage_cycles.blueprint,
        units.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    actions=ACTIONS,
    fact_values={"cycle.phase": PHASE_LABELS},
    retention=RETENTION,
    topic_subjects=_subjects,
)

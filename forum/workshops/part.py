"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ANYONE, STAFF, Policy
from core.slices import NavItem, Retention, Slice
from forum.workshops.cards import cycle_cards, home_cards
from forum.workshops.views import manage, public, questions, running, seats, sessions

POLICIES: dict[str, Policy] = {
    "workshops.index": ANYONE,
    "workshops.show": ANYONE,
    "manage_workshops.index": STAFF,
    "manage_workshops.create": STAFF,
    "manage_workshops.show": STAFF,
    "manage_workshops.change": STAFF,
    "manage_workshops.open_": STAFF,
    "manage_workshops.close": STAFF,
    "manage_workshops.hold": STAFF,
    "manage_workshops.cancel": STAFF,
    "manage_workshops.copy": STAFF,
    "manage_workshops.delete": STAFF,
    "manage_sessions.create": STAFF,
    "manage_sessions.change": STAFF,
    "manage_sessions.delete": STAFF,
    "manage_sessions.create_part": STAFF,
    "manage_sessions.change_part": STAFF,
    "manage_sessions.up": STAFF,
    "manage_sessions.down": STAFF,
    "manage_sessions.delete_part": STAFF,
    "workshop_seats.edit": STAFF,
    "workshop_questions.index": STAFF,
    "workshop_questions.preview": STAFF,
    "workshop_questions.usual": STAFF,
    "workshop_questions.choose": STAFF,
    "workshop_questions.create": STAFF,
    "workshop_questions.change": STAFF,
    "workshop_questions.up": STAFF,
    "workshop_questions.down": STAFF,
    "workshop_questions.delete": STAFF,
    "workshop_running.show": STAFF,
    "workshop_running.start": STAFF,
    "workshop_running.more": STAFF,
    "workshop_running.back": STAFF,
    "workshop_running.finish": STAFF,
    "workshop_running.resume": STAFF,
}

NAVIGATION = (
    NavItem(N_("Workshop"), "workshops.index", order=30),
    NavItem(
        N_("Workshop"),
        "manage_workshops.index",
        order=24,
        staff=True,
        about=N_("Menulis, mengumumkan, dan melaksanakan workshop."),
    ),
)

RETENTION = (
    Retention(
        key="workshops",
        label=N_("Workshop, sesi, acara, dan pertanyaan pendaftarannya"),
        reason=N_("Dasar rencana pengembangan dan bukti kegiatan; bukan data tentang seseorang."),
        tables=frozenset(
            {"workshop", "workshop_unit_quota", "workshop_session", "agenda_item", "registration_form"}
        ),
    ),
)

# Read after a name.
ACTIONS = {
    "workshop.create": N_("membuat workshop"),
    "workshop.change": N_("mengubah workshop"),
    "workshop.open": N_("membuka pendaftaran workshop"),
    "workshop.close": N_("menutup pendaftaran workshop"),
    "workshop.held": N_("menandai workshop selesai"),
    "workshop.cancel": N_("membatalkan workshop"),
    "workshop.delete": N_("menghapus draf workshop"),
    "workshop.session.add": N_("menambah sesi workshop"),
    "workshop.session.change": N_("mengubah sesi workshop"),
    "workshop.session.delete": N_("menghapus sesi workshop"),
    "workshop.agenda": N_("mengubah acara workshop"),
    "workshop.seats": N_("mengatur jumlah tempat workshop"),
    "workshop.questions": N_("mengubah pertanyaan pendaftaran workshop"),
    "workshop.part.start": N_("memulai bagian acara workshop"),
    "workshop.part.more": N_("menambah waktu bagian acara workshop"),
    "workshop.part.back": N_("membatalkan mulainya bagian acara workshop"),
    "workshop.session.finish": N_("mengakhiri sesi workshop"),
    "workshop.session.resume": N_("melanjutkan sesi workshop"),
}

PART = Slice(
    name="workshops",
    blueprints=(
        public.blueprint,
        manage.blueprint,
        sessions.blueprint,
        seats.blueprint,
        questions.blueprint,
        running.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=home_cards,
    cycle_cards=cycle_cards,
    retention=RETENTION,
    actions=ACTIONS,
)

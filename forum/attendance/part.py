"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ANYONE, ANYONE_STATELESS, CYCLE_KEEPERS, STAFF, Policy
from core.slices import NavGroup, NavItem, Slice
from forum.attendance.enums import HOW_LABELS
from forum.attendance.panels import own_box, staff_links
from forum.attendance.rights import PERSONAL_DATA, RETENTION
from forum.attendance.views import certificates, check_in, lists, public
from forum.seats.panels import add_own
from forum.workshops.panels import add_staff

POLICIES: dict[str, Policy] = {
    "attendance.index": STAFF,
    "attendance.overview": STAFF,
    "attendance.tick": STAFF,
    "attendance.undo": STAFF,
    "attendance.admit": STAFF,
    "attendance.walk_in": STAFF,
    "attendance.paper": STAFF,
    "attendance.tickets": STAFF,
    "attendance.renew": STAFF,
    "check_in.door": STAFF,
    "check_in.sync": STAFF,
    "certificates.index": STAFF,
    "certificates.issue": STAFF,
    "certificates.issue_again": STAFF,
    "certificates.revoke": STAFF,
    "certificates.siasn_csv": STAFF,
    "certificates.siasn_xlsx": STAFF,
    "certificates.numbering": CYCLE_KEEPERS,
    "certificate.ask": ANYONE_STATELESS,
    "certificate.show": ANYONE,
    "certificate.paper": ANYONE,
    "certificate.pdf": ANYONE,
}

NAVIGATION = (
    NavItem(
        N_("Kehadiran dan sertifikat"),
        "attendance.index",
        order=36,
        staff=True,
        about=N_("Presensi di pintu juga tanpa jaringan, daftar hadir, sertifikat."),
        group=NavGroup.PLAN,
    ),
)

# Read after a name.
ACTIONS = {
    "attendance.sync": N_("mencatat kehadiran di pintu"),
    "attendance.mark": N_("mencatat kehadiran di daftar hadir"),
    "attendance.undo": N_("membatalkan catatan hadir"),
    "attendance.walk_in": N_("mencatat peserta yang datang langsung"),
    "ticket.renew": N_("mengganti tiket peserta"),
    "certificate.rule": N_("mengubah syarat kehadiran untuk sertifikat"),
    "certificate.issue": N_("menerbitkan sertifikat"),
    "certificate.revoke": N_("mencabut sertifikat"),
}

PART = Slice(
    name="attendance",
    blueprints=(lists.blueprint, check_in.blueprint, certificates.blueprint, public.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
    actions=ACTIONS,
    fact_values={"attendance.undo": {str(how): label for how, label in HOW_LABELS.items()}},
)
add_staff(staff_links, order=40)
add_own(own_box, order=20)

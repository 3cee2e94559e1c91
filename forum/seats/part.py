"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ANYONE_STATELESS, SIGNED_IN, STAFF, Policy
from core.slices import NavItem, Slice
from forum.seats import cards, jobs
from forum.seats.demand import unmet
from forum.seats.enums import BY_LABELS, REGISTRATION_LABELS
from forum.seats.moves import LETTER_JOB
from forum.seats.rights import PERSONAL_DATA, RETENTION
from forum.seats.staffing import follow
from forum.seats.views import manage, own, register
from forum.workshops import followers, panels
from forum.workshops.enums import RULE_LABELS

followers.add(follow)

panels.add_public(cards.workshop_box, order=10)
panels.add_staff(cards.workshop_links, order=10)

POLICIES: dict[str, Policy] = {
    "registrations.register": ANYONE_STATELESS,
    "registrations.ask": ANYONE_STATELESS,
    "own_registrations.by_code": ANYONE_STATELESS,
    "own_registrations.change_by_code": ANYONE_STATELESS,
    "own_registrations.index": SIGNED_IN,
    "own_registrations.show": SIGNED_IN,
    "own_registrations.change": SIGNED_IN,
    "manage_registrations.index": STAFF,
    "manage_registrations.show": STAFF,
    "manage_registrations.add": STAFF,
    "manage_registrations.selection": STAFF,
    "manage_registrations.export": STAFF,
}

NAVIGATION = (NavItem(N_("Workshop saya"), "own_registrations.index", order=80, own=True),)

# Read after a name.
ACTIONS = {
    "registration.register": N_("mendaftar ke workshop"),
    "registration.queue": N_("masuk daftar tunggu workshop"),
    "registration.request": N_("meminta ikut workshop"),
    "registration.add": N_("menambah peserta workshop"),
    "registration.approve": N_("menyetujui pendaftaran workshop"),
    "registration.refuse": N_("tidak menyetujui pendaftaran workshop"),
    "registration.offer": N_("menawarkan tempat workshop"),
    "registration.accept": N_("menerima tawaran tempat workshop"),
    "registration.decline": N_("menolak tawaran tempat workshop"),
    "registration.expire": N_("mengakhiri tawaran tempat yang lewat waktu"),
    "registration.withdraw": N_("menarik tawaran tempat workshop"),
    "registration.rejoin": N_("mendaftar lagi ke workshop"),
    "registration.confirm": N_("memastikan kehadiran di workshop"),
    "registration.change": N_("memperbaiki isian pendaftaran workshop"),
    "registration.cancel": N_("membatalkan pendaftaran workshop"),
    "registration.close": N_("menutup pendaftaran; yang menunggu tetap di daftar tunggu"),
    "registration.end": N_("mencatat yang tidak mendapat tempat workshop"),
}
WORDS = {
    str(word): label
    for labels in (REGISTRATION_LABELS, BY_LABELS, RULE_LABELS)
    for word, label in labels.items()
}

PART = Slice(
    name="seats",
    blueprints=(register.blueprint, own.blueprint, manage.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={LETTER_JOB: jobs.letter, jobs.EXPIRE_JOB: jobs.expire},
    periodic=(jobs.EXPIRE_JOB,),
    job_labels={
        LETTER_JOB: N_("Menulis surat tentang pendaftaran workshop"),
        jobs.EXPIRE_JOB: N_("Mengakhiri tawaran tempat dan menawarkannya kepada yang berikut"),
    },
    personal_data=(PERSONAL_DATA,),
    retention=(RETENTION,),
    actions=ACTIONS,
    fact_values=dict.fromkeys(ACTIONS, WORDS),
    evidence=unmet,
)

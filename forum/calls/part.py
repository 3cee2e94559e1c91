"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ANYONE, STAFF, Policy
from core.slices import Slice
from forum.calls import jobs
from forum.calls.links import add_links
from forum.calls.notices import CHANGED_JOB
from forum.calls.rights import PERSONAL_DATA, RETENTION
from forum.calls.services import INVITE_JOB
from forum.calls.views import calendars, invitations, reminding
from forum.workshops.services import CANCELLED_JOB

POLICIES: dict[str, Policy] = {
    "workshop_calendar.one": ANYONE,
    "workshop_calendar.feed": ANYONE,
    "workshop_calendar.subscribe": ANYONE,
    "workshop_calendar.own": ANYONE,
    "workshop_invitations.index": STAFF,
    "workshop_invitations.create": STAFF,
    "workshop_invitations.slips": STAFF,
    "workshop_invitations.slips_brought": STAFF,
    "workshop_invitations.brought": STAFF,
    "workshop_reminding.days": STAFF,
    "workshop_reminding.tell_change": STAFF,
    "workshop_reminding.chats": STAFF,
    "workshop_reminding.tick": STAFF,
}

# Read after a name.
ACTIONS = {
    "workshop.invite": N_("mengundang ke workshop"),
    "workshop.invitation_brought": N_("menandai undangan sudah disampaikan"),
    "workshop.reminder_days": N_("mengatur hari pengingat workshop"),
    "workshop.tell_change": N_("memberi tahu peserta tentang perubahan workshop"),
    "workshop.chat": N_("menandai pesan WhatsApp sudah dikirim"),
}

add_links()

PART = Slice(
    name="calls",
    blueprints=(calendars.blueprint, invitations.blueprint, reminding.blueprint),
    policies=POLICIES,
    jobs={
        INVITE_JOB: jobs.invite,
        CANCELLED_JOB: jobs.cancelled,
        CHANGED_JOB: jobs.changed,
        jobs.REMIND_JOB: jobs.remind,
    },
    periodic=(jobs.REMIND_JOB,),
    job_labels={
        INVITE_JOB: N_("Mengirim undangan workshop"),
        CANCELLED_JOB: N_("Memberi tahu bahwa workshop dibatalkan"),
        CHANGED_JOB: N_("Memberi tahu perubahan workshop"),
        jobs.REMIND_JOB: N_("Mengingatkan peserta workshop"),
    },
    personal_data=(PERSONAL_DATA,),
    retention=RETENTION,
    actions=ACTIONS,
)

"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ADMINISTRATORS, ANYONE, ANYONE_STATELESS, NOBODY, SIGNED_IN, Duty, Policy
from core.slices import NavGroup, NavItem, Slice
from forum.discussion import hooks, notices
from forum.moderation import rights, telling
from forum.moderation.appealing import forget_text
from forum.moderation.enums import REASON_LABELS
from forum.moderation.jobs import REMIND, send_reminders
from forum.moderation.queries import explain
from forum.moderation.reminding import MODERATOR_ROLES
from forum.moderation.views import appeals, decide, log, manage, public, reports

MODERATORS = Policy(frozenset(MODERATOR_ROLES))

POLICIES: dict[str, Policy] = {
    "post_reports.create": ANYONE_STATELESS,
    "appeals_by_code.appeal": ANYONE_STATELESS,
    "own_moderation.index": SIGNED_IN,
    "own_moderation.object_": SIGNED_IN,
    "public_moderation.figures": ANYONE,
    "public_moderation.house_rules": ANYONE,
    "house_rules.edit": ADMINISTRATORS,
    "moderation.index": MODERATORS,
    "moderation.show": MODERATORS,
    "moderation.take": MODERATORS,
    "moderation.leave": MODERATORS,
    "moderation.open_case": MODERATORS,
    "rulings.hide": MODERATORS,
    "rulings.keep": MODERATORS,
    "rulings.merge": MODERATORS,
    "rulings.lock_topic": MODERATORS,
    "rulings.restore": MODERATORS,
    "rulings.answer": MODERATORS,
    "moderation_log.index": MODERATORS.also(Duty.AUDITOR),
    "moderation_log.export": MODERATORS.also(Duty.AUDITOR),
    "moderation_log.show": NOBODY.also(Duty.AUDITOR),
}

NAVIGATION = (
    NavItem(
        N_("Moderasi"),
        "moderation.index",
        order=55,
        staff=True,
        about=N_("Laporan tentang tulisan di diskusi, keputusan dengan alasan, dan keberatan penulis."),
    ),
    NavItem(
        N_("Catatan moderasi"),
        "moderation_log.index",
        order=56,
        staff=True,
        about=N_("Setiap keputusan moderator dengan alasannya, tanpa nama orang."),
        group=NavGroup.DUTY,
    ),
    NavItem(
        N_("Tata tertib diskusi"),
        "house_rules.edit",
        order=57,
        staff=True,
        about=N_("Teks tata tertib, dan kapan moderator diingatkan."),
        group=NavGroup.SYSTEM,
    ),
)

# Reports and objections leave no row: it would say who reported, or who wrote what a topic hides.
ACTIONS = {
    "moderation.hide": N_("menyembunyikan tulisan"),
    "moderation.keep": N_("membiarkan tulisan yang dilaporkan tetap tampil"),
    "moderation.merge": N_("menggabungkan tulisan dengan tulisan lain"),
    "moderation.lock_topic": N_("mengunci topik karena sebuah tulisan"),
    "moderation.restore": N_("menampilkan lagi tulisan yang disembunyikan"),
    "moderation.appeal_upheld": N_("menolak keberatan penulis"),
    "moderation.appeal_overturned": N_("menerima keberatan penulis"),
}

notices.TELLERS.append(telling.tell)
hooks.EXPLAINERS.append(explain)
hooks.ON_WITHDRAW.append(forget_text)

PART = Slice(
    name="moderation",
    blueprints=(
        public.blueprint,
        public.manage,
        reports.blueprint,
        appeals.by_code,
        appeals.own,
        log.blueprint,
        manage.blueprint,
        decide.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=telling.home_cards,
    jobs={REMIND: send_reminders},
    periodic=(REMIND,),
    job_labels={REMIND: N_("Mengingatkan moderator tentang laporan yang menunggu")},
    personal_data=rights.PERSONAL_DATA,
    retention=rights.RETENTION,
    actions=ACTIONS,
    fact_values=dict.fromkeys(ACTIONS, {str(reason): label for reason, label in REASON_LABELS.items()}),
)

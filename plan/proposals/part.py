"""What the slice learns of this subject: routes, policies, menu, data kept."""

from core.errors import N_
from core.keeping import Retention, pointing
from core.policy import NOBODY, PLANNERS, STAFF, Duty, Policy
from core.slices import NavItem, Slice
from plan.proposals.models import ProposalStep
from plan.proposals.views import answers, cards, packet, proposals

READERS = STAFF.also(Duty.CHECKER, Duty.SIGNER, Duty.AUDITOR)

POLICIES: dict[str, Policy] = {
    "proposals.index": READERS,
    "proposals.show": READERS,
    "proposals.create": PLANNERS,
    "proposals.redraft": PLANNERS,
    "proposals.check": NOBODY.also(Duty.CHECKER),
    "proposals.send_back": NOBODY.also(Duty.CHECKER, Duty.SIGNER),
    "proposals.sign": NOBODY.also(Duty.SIGNER),
    "proposal_packet.download": READERS,
    "agency_answers.index": PLANNERS,
}

NAVIGATION = (
    NavItem(
        N_("Usulan"),
        "proposals.index",
        order=62,
        staff=True,
        about=N_("Menyusun, memeriksa, dan menandatangani usulan; mencatat jawaban instansi kepegawaian."),
    ),
)

ACTIONS = {
    "proposal.draft": N_("menyusun usulan"),
    "proposal.check": N_("memeriksa usulan"),
    "proposal.sign": N_("menandatangani usulan"),
    "proposal.return": N_("mengembalikan usulan"),
}

PERSONAL_DATA = (pointing("proposals", N_("Langkah Anda dalam usulan"), {ProposalStep.actor_id: ()}),)

RETENTION = (
    Retention(
        key="proposals",
        label=N_("Usulan ke instansi kepegawaian"),
        reason=N_("Surat resmi kantor; siapa yang menyusun, memeriksa, dan menandatanganinya."),
        tables=frozenset({"proposal", "proposal_item", "proposal_step"}),
    ),
)

PART = Slice(
    name="proposals",
    blueprints=(proposals.blueprint, packet.blueprint, answers.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=cards.home_cards,
    actions=ACTIONS,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)

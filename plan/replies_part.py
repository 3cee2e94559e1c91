"""What Keputusan adds to the plan's slice."""

from core.errors import N_
from core.policy import PLANNERS, STAFF
from core.slices import NavItem, Slice
from plan.replies.enums import REPLY_LABELS
from plan.views import replies

PART = Slice(
    name="replies",
    blueprints=(replies.blueprint,),
    policies={"replies.index": STAFF, "replies.write": PLANNERS},
    navigation=(
        NavItem(
            N_("Keputusan"),
            "replies.index",
            order=57,
            staff=True,
            about=N_(
                "Menjawab setiap masukan dengan keputusan dan alasannya, dan melihat yang belum dijawab."
            ),
        ),
    ),
    actions={
        "reply.give": N_("memberi keputusan atas masukan"),
        "reply.retract": N_("menarik keputusan atas masukan"),
    },
    fact_values={"reply.give": REPLY_LABELS},
)

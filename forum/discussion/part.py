"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ANYONE, ANYONE_STATELESS, SIGNED_IN, STAFF, Policy
from core.slices import NavItem, Slice
from forum.discussion import cards, rights
from forum.discussion.contributions import SOURCE
from forum.discussion.enums import Identity
from forum.discussion.jobs import NOTIFY, notify
from forum.discussion.views import by_code, inbox, manage, own, public
from forum.workshops import panels

POLICIES: dict[str, Policy] = {
    "discussion.index": ANYONE,
    "discussion.show": ANYONE_STATELESS,
    "discussion.show_post": ANYONE_STATELESS,
    "discussion.history": ANYONE,
    "own_posts.support": SIGNED_IN,
    "own_posts.unsupport": SIGNED_IN,
    "own_posts.follow": SIGNED_IN,
    "own_posts.unfollow": SIGNED_IN,
    "own_posts.edit": ANYONE_STATELESS,
    "own_posts.withdraw": SIGNED_IN,
    "posts_by_code.show": ANYONE_STATELESS,
    "posts_by_code.withdraw": ANYONE_STATELESS,
    "notices.index": SIGNED_IN,
    "notices.seen": SIGNED_IN,
    "notices.mail": SIGNED_IN,
    "manage_topics.index": STAFF,
    "manage_topics.create": STAFF,
    "manage_topics.show": STAFF,
    "manage_topics.change": STAFF,
    "manage_topics.lock": STAFF,
    "manage_topics.unlock": STAFF,
    "manage_topics.close": STAFF,
}

NAVIGATION = (
    NavItem(N_("Diskusi"), "discussion.index", order=35),
    NavItem(N_("Pemberitahuan"), "notices.index", order=85, own=True),
    NavItem(
        N_("Diskusi"),
        "manage_topics.index",
        order=54,
        staff=True,
        about=N_("Membuka topik, menguncinya, dan menutupnya dengan hasil."),
    ),
)

# Who posts, answers, supports or withdraws leaves no row: it would say who wrote what a topic hides.
ACTIONS = {
    "topic.create": N_("membuka topik diskusi"),
    "topic.change": N_("mengubah topik diskusi"),
    "topic.lock": N_("mengunci topik diskusi"),
    "topic.unlock": N_("membuka kunci topik diskusi"),
    "topic.close": N_("menutup topik diskusi dengan hasil"),
}

panels.add_public(cards.workshop_box, order=70)
panels.add_staff(cards.workshop_links, order=70)

PART = Slice(
    name="discussion",
    blueprints=(
        by_code.blueprint,
        public.blueprint,
        own.blueprint,
        inbox.blueprint,
        manage.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
    home_cards=cards.home_cards,
    cycle_cards=cards.cycle_cards,
    topic_subjects=cards.workshop_subjects,
    jobs={NOTIFY: notify},
    periodic=(NOTIFY,),
    job_labels={NOTIFY: N_("Memberi tahu pengikut topik diskusi")},
    contributions=(SOURCE,),
    personal_data=rights.PERSONAL_DATA,
    retention=rights.RETENTION,
    actions=ACTIONS,
    fact_values=dict.fromkeys(
        ("topic.create", "topic.change"),
        {Identity.NAME.value: N_("nama akun"), Identity.PSEUDONYM.value: N_("nama samaran")},
    ),
)

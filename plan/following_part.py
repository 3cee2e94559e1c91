"""What news add to the plan's slice."""

from core.errors import N_
from core.keeping import Ended, Retention
from core.policy import ANYONE, ANYONE_STATELESS
from core.slices import Slice
from plan.following.models import Follower, FollowerTold
from plan.views import news
from plan.views.news_job import PERSONAL_DATA, TELL_NEWS, tell_news

KEPT_DAYS = 730
_OLD = Ended(Follower, lambda time: Follower.confirmed_on < time.date())

PART = Slice(
    name="news",
    blueprints=(news.blueprint,),
    policies={
        "news.ask": ANYONE_STATELESS,
        "news.confirm": ANYONE_STATELESS,
        "news.stop": ANYONE_STATELESS,
        "news.stopped": ANYONE,
    },
    jobs={TELL_NEWS: tell_news},
    job_labels={TELL_NEWS: N_("Mengirim kabar kepada pengikut tema dan kebutuhan")},
    periodic=(TELL_NEWS,),
    personal_data=(PERSONAL_DATA,),
    retention=(
        Retention(
            "news",
            N_("Alamat surel yang meminta kabar"),
            N_("Dihapus begitu orangnya berhenti; disimpan tersandi dan terpisah dari masukan."),
            frozenset({Follower.__tablename__, FollowerTold.__tablename__}),
            days=KEPT_DAYS,
            purge=_OLD.purge,
            due=_OLD.count,
        ),
    ),
)

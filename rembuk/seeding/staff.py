"""Posts, staff and titles, where the seed has them."""

from core.csv_reading import read_csv
from core.policy import Role
from core.staff.enums import TitleKey
from core.staff.import_columns import Wanted, guess_columns
from core.staff.importing import apply_plan, plan_import
from core.staff.posts import add_post
from core.staff.queries import find_by_name_or_nip
from core.staff.titles import set_title
from rembuk.seeding.loading import Loading

FILE = "staff.csv"


def load_staff(loading: Loading) -> None:
    """The list goes through the same import that administrators use; a wrong row stops the load."""
    session, actor_id = loading.session, loading.actor_id(Role.ADMINISTRATOR)
    for position, told in enumerate(loading.seed.list_of("posts"), start=1):
        add_post(session, name=told["name"], kind=told["kind"], position=position, actor_id=actor_id)
    _load_people(loading)
    for told in loading.seed.list_of("titles"):
        holder = told.get("person")
        person = find_by_name_or_nip(session, holder, secret=loading.secret) if holder else None
        set_title(
            session,
            TitleKey(told["key"]),
            title_id=told["title_id"],
            title_en=told.get("title_en", ""),
            person_id=person.id if person else None,
            actor_id=actor_id,
        )


def _load_people(loading: Loading) -> None:
    path = loading.seed.folder / FILE
    if not path.exists():
        return
    table = read_csv(path.read_bytes())
    wanted = Wanted(guess_columns(table.header), new_posts=True)
    plan = plan_import(loading.session, table, wanted, secret=loading.secret)
    if plan.errors:
        raise ValueError(f"{FILE}: {plan.errors[:3]}")
    apply_plan(loading.session, plan, actor_id=loading.actor_id(Role.ADMINISTRATOR))

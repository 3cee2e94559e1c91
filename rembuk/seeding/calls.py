"""Invitations to a workshop: the staff on paper where they have no address, a few people by mail and telephone."""

from zoneinfo import ZoneInfo

from core.outreach.pasted import Entry
from core.policy import Role
from forum.calls import letters, services
from forum.calls.letters import Office
from forum.calls.models import WorkshopCall
from forum.calls.recipients import Choice
from forum.workshops.queries import load_workshop
from rembuk.seeding.loading import Loading


def load_calls(loading: Loading) -> None:
    """One call, with its letters written at once: the demo does not wait for a worker."""
    told = loading.seed.toml("calls.toml")
    zone = ZoneInfo(loading.seed.toml("workshops.toml")["timezone"])
    workshop = load_workshop(loading.session, told["workshop"])
    call = services.call_out(
        loading.session,
        workshop,
        choice=Choice(),
        pasted=[Entry(**person) for person in told["people"]],
        letter=letters.invitation(workshop, Office("", zone)),
        lang="id",
        actor_id=loading.actor_id(Role.FACILITATOR),
    )
    _write(loading, call, zone)


def _write(loading: Loading, call: WorkshopCall, zone: ZoneInfo) -> None:
    """What the jobs would do; they find nothing left."""
    payload = {"call": call.id, "after": ""}
    services.invite_batch(loading.session, payload, tz=zone)(loading.session)

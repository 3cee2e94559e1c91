"""What was said at the demo's workshop, and how its office numbers papers."""

from hashlib import sha256

from sqlalchemy import select

from core.policy import Role
from forum.notes import details, letters, queries, services
from forum.notes.details import Details
from forum.notes.enums import NoteKind, PaperKind
from forum.workshops.models import Workshop
from rembuk.seeding.loading import Loading


def load_notes(loading: Loading) -> None:
    """The sentences by table, shown to everybody; no paper has a number yet."""
    told = loading.seed.toml("notes.toml")
    session, actor_id = loading.session, loading.actor_id(Role.FACILITATOR)
    workshop = session.scalars(select(Workshop).where(Workshop.key == told["workshop"])).one()
    for place, one in enumerate(told["notes"]):
        services.take_notes(
            session,
            workshop,
            group_label=one["group"],
            kind=NoteKind(one["kind"]),
            texts=one["texts"],
            nonce=sha256(f"{told['workshop']}:{place}".encode()).hexdigest()[:32],
            secret=loading.secret,
            actor_id=actor_id,
        )
    if told["public"]:
        keys = [note.key for note in queries.notes_of(session, workshop)]
        services.publish_notes(session, workshop, keys=keys, actor_id=actor_id)
    words = {name: text.strip() for name, text in told["papers"].items()}
    details.change_details(session, workshop, details=Details(**words), actor_id=actor_id)
    for one in told["patterns"]:
        kind = PaperKind(one["kind"])
        letters.set_pattern(
            session, kind, pattern=one["pattern"], actor_id=loading.actor_id(Role.ADMINISTRATOR)
        )

"""Keep the list of posts."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict
from core.staff.models import Person, Post


def add_post(session: Session, *, name: str, kind: str, position: int = 0, actor_id: int | None) -> Post:
    """Add a post."""
    post = Post(name=" ".join(name.split()), kind=kind, position=position)
    with _unique(session):
        session.add(post)
    audit.record(session, actor_id=actor_id, action="post.create", kind="post", key=str(post.id))
    return post


def change_post(
    session: Session,
    post: Post,
    *,
    name: str,
    kind: str,
    position: int,
    active: bool,
    actor_id: int | None,
) -> None:
    """Change a post, or take it out of use."""
    with _unique(session):
        post.name, post.kind, post.position, post.active = " ".join(name.split()), kind, position, active
    audit.record(
        session, actor_id=actor_id, action="post.change", kind="post", key=str(post.id), active=active
    )


def delete_post(session: Session, post: Post, *, actor_id: int | None) -> None:
    """Remove a post that nobody holds or held."""
    held = session.scalar(select(func.count()).where(Person.post_id == post.id)) or 0
    if held:
        raise Conflict(
            N_(
                "Jabatan ini tercatat pada %(count)d pegawai. Nonaktifkan saja, atau pindahkan mereka dahulu."
            ),
            count=held,
        )
    key = str(post.id)
    session.delete(post)
    session.flush()
    audit.record(session, actor_id=actor_id, action="post.delete", kind="post", key=key)


@contextmanager
def _unique(session: Session) -> Iterator[None]:
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Jabatan dengan nama itu sudah ada.")) from clash

"""People and posts for tests. Flush, never commit."""

from itertools import count

from sqlalchemy.orm import Session

from core.staff import posts, services
from core.staff.enums import PostKind
from core.staff.models import Person, Post
from core.staff.services import PersonFacts

SECRET = "a key for tests only"
_numbers = count(1)


def nip(number: int, *, pppk: bool = False) -> str:
    """A NIP that no other number gives."""
    born = f"{1960 + number // 900}{1 + number % 12:02d}{1 + number % 28:02d}"
    return f"{born}{2010 + number % 15}{'21' if pppk else '04'}{1 + number % 2}{1 + number % 900:03d}"


def post(session: Session, *, name: str = "", kind: PostKind = PostKind.OPERATIONAL) -> Post:
    return posts.add_post(session, name=name or f"Jabatan {next(_numbers)}", kind=kind, actor_id=None)


def person(session: Session, *, name: str = "", nip: str = "", **facts: object) -> Person:
    wanted = PersonFacts(name=name or f"Pegawai {next(_numbers)}", **facts)  # type: ignore[arg-type]
    return services.add_person(session, wanted, nip=nip, secret=SECRET, actor_id=None)

"""Examples of the staff part."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.policy import Role
from core.staff import holidays, import_files, services, titles
from core.staff.enums import TitleKey
from tests import factories
from tests.core import factories_staff as make

LIST = b"nama;nip;unit\nIbu Baru;198504172010041003;\nBapak Lama;12345;entah\n"
DAY = date(2026, 8, 18)


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of: a person with a history, their head, one who left."""
    free = factories.account(session, role=Role.ASN)
    free.login = "asn.bebas"
    post = make.post(session, name="Pengelola Umum")
    make.person(session, name="Ibu Kepala", nip=make.nip(1), unit_id=world.unit.id)
    person = make.person(session, name="Bapak Pengelola")
    facts = services.PersonFacts("Bapak Pengelola", world.unit.id, post.id)
    services.change_person(session, person, facts, nip="", secret=make.SECRET, actor_id=world.someone.id)
    services.leave(session, make.person(session, name="Yang Berhenti"), on=DAY, actor_id=None)
    titles.set_title(session, TitleKey.SIGNER, title_id="Kepala Kantor", actor_id=None)
    holidays.set_day(session, day=DAY, name="Libur daerah", working=False, actor_id=None)
    upload = import_files.receive_list(
        session, filename="daftar.csv", content=LIST, secret=make.SECRET, actor_id=world.someone.id
    )
    return {"person": person, "post": post, "staff_list": upload}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "staff": lambda w: {"person_id": w.more["person"].id},
    "staff_import": lambda w: {"number": w.more["staff_list"].id},
    "posts": lambda w: {"post_id": w.more["post"].id},
    "titles": lambda w: {"key": TitleKey.SIGNER.value},
    "holidays": lambda w: {"day": DAY.isoformat()},
}

"""The staff of the seeds comes in whole and is linked to the demo's accounts."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.staff.enums import TitleKey
from core.staff.models import Person, Post
from core.staff.titles import office_titles
from core.units.models import Unit
from rembuk.seeding import Loading, Seed
from rembuk.seeding.base import load_accounts, load_units
from rembuk.seeding.folder import SHIPPED
from rembuk.seeding.staff import load_staff
from tests.core.factories_staff import SECRET

LEMBAH = Path(__file__).parent.parent / "seeds" / "lembah"


def load(session: Session, folder: Path) -> None:
    loading = Loading(session, Seed(folder), date(2027, 1, 4), SECRET)
    for step in (load_units, load_accounts, load_staff):
        step(loading)


@pytest.mark.parametrize(("folder", "people", "linked"), [(SHIPPED, 41, 4), (LEMBAH, 3, 3)])
def test_the_staff_of_a_seed(session: Session, folder: Path, people: int, linked: int) -> None:
    load(session, folder)
    assert session.scalar(select(func.count()).select_from(Person)) == people
    named = select(func.count()).where(Person.account_id == Account.id, Person.name == Account.name)
    assert session.scalar(named) == linked
    without_head = session.scalars(select(Person.name).where(Person.superior_id.is_(None))).all()
    assert len(without_head) == 1
    assert office_titles(session)[TitleKey.SIGNER].person_name == without_head[0]
    assert session.scalars(select(Unit.key).where(Unit.id.not_in(select(Person.unit_id)))).all() in (
        [],
        ["desa-hilir"],
    )
    assert session.scalars(select(Post.kind).order_by(Post.position).limit(1)).one() == "leader"

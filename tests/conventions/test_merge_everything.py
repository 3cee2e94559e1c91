"""Accounts that hold the same things in every slice can be merged: no unique key stands in the way."""

import pytest
from flask import Flask
from sqlalchemy import ForeignKeyConstraint, Table, func, select
from sqlalchemy.orm import Session

from core.accounts import merging
from core.accounts.models import Account
from core.duties.models import DutyAssignment
from core.policy import Duty
from rembuk.models import METADATA
from surveys.answer_models import Participation
from tests import factories
from tests.conventions.examples import World

# What happened stays with whom it happened to: the log, and the accounts' own rows, which end.
STAYS = {"audit_event"}


def pointing_at(session: Session, account_id: int) -> dict[str, int]:
    """How many rows of each table point at an account."""

    def columns(table: Table) -> list[str]:
        keys = [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]
        return [
            element.parent.name
            for key in keys
            for element in key.elements
            if element.target_fullname == "account.id"
        ]

    found = {
        f"{table.name}.{name}": session.scalar(
            select(func.count()).select_from(table).where(table.c[name] == account_id)
        )
        or 0
        for table in METADATA.sorted_tables
        if table.name not in STAYS
        for name in columns(table)
    }
    return {where: count for where, count in found.items() if count}


def both_hold_the_same(session: Session, world: World, *people: Account) -> None:
    for person in people:
        session.add(Participation(survey_id=world.survey.id, account_id=person.id))
        session.add(DutyAssignment(account_id=person.id, duty=Duty.SUPERIOR, unit_id=world.unit.id))
    session.flush()


@pytest.mark.database
def test_everything_moves_or_ends(app: Flask, session: Session, world: World) -> None:
    other, into = factories.account(session), factories.account(session)
    both_hold_the_same(session, world, other, into)
    kept = [data for s in app.extensions["rembuk_slices"] for data in s.personal_data]
    merging.merge_accounts(session, other, into=into, kept=kept, actor_id=None)
    assert pointing_at(session, other.id) == {}
    assert pointing_at(session, into.id) == {"participation.account_id": 1, "duty_assignment.account_id": 1}

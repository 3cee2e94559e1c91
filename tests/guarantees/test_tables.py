"""The dump that other tests compare by must see what they would see by reading everything."""

import pytest
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.mail.models import Mail, MailAttachment
from rembuk.models import METADATA
from tests import factories
from tests.guarantees.tables import Tables, rows_of, touched, written

pytestmark = pytest.mark.database


def test_what_is_written_in_any_way_is_seen(session: Session, connection: Connection) -> None:
    account = factories.account(session)
    attached = MailAttachment(name="a.ics", media_type="text/calendar", content=b"x")
    session.add(Mail(to_address="a@contoh.example", subject="a", body="a", attachments=[attached]))
    session.commit()
    tables = Tables(connection)
    first = tables.dump()
    account.name = "Nama lain"
    session.commit()
    second = tables.dump()
    assert set(touched(first, second)) == {"account"}
    connection.execute(update(Account).values(name="Nama ketiga"))
    connection.execute(delete(Mail))
    third = tables.dump()
    assert set(touched(second, third)) == {"account", "mail", MailAttachment.__tablename__}
    assert third == {table.name: rows_of(connection, table) for table in METADATA.sorted_tables}


def test_what_is_taken_back_is_back(session: Session, connection: Connection) -> None:
    factories.account(session)
    session.commit()
    tables = Tables(connection)
    before = tables.dump()
    with connection.begin_nested() as savepoint:
        connection.execute(update(Account).values(name="Nama lain"))
        assert set(touched(before, tables.dump())) == {"account"}
        savepoint.rollback()
    tables.back_to(before)
    assert list(touched(before, tables.dump())) == []
    assert connection.scalars(select(Account.name)).all() == [
        row["name"] for row in before["account"].values()
    ]


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1", set()),
        ("SAVEPOINT s", set()),
        ("INSERT OR IGNORE INTO mail (id) VALUES (1)", {"mail"}),
        ('UPDATE "unit" SET name_id = 1', {"unit"}),
        ("WITH a AS (SELECT 1) UPDATE mail SET id = 1", {"mail"}),
        ("VACUUM", set(METADATA.tables)),
    ],
)
def test_statements_name_their_tables(statement: str, tables: set[str]) -> None:
    assert written(str(text(statement))) == tables

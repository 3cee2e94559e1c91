"""A run writes the vector of a text while its writer takes it back: whoever comes second sees the first."""

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from core.contributions import Contribution, ContributionRef
from core.db import db, writing
from core.vectors import TextVector
from forum.notes import services as notes
from forum.notes.contributions import FIELD, KIND, SOURCE
from forum.notes.models import WorkshopNote
from plan import vectors
from plan.vectors import KeptVectors, Wanted, opener
from tests.conftest import make_app
from tests.forum import factories as forum
from tests.forum.notes.make import noted
from tests.plan.factories_themes import fresh

TEXT, NOISE = "Loket lambat sekali", "Arsip tercecer"


def prepared(engine: Engine) -> tuple[str, str]:
    """The keys of a note that goes and of one that stays."""
    with writing(), fresh(engine) as session:
        gone, stays = noted(session, forum.workshop(session), TEXT, NOISE)
        session.commit()
        return gone.key, stays.key


def write_both(engine: Engine, keys: tuple[str, str]) -> None:
    """What a run does with a batch of the two."""
    wanted = [
        Wanted(Contribution(ContributionRef(KIND, key, FIELD), "aspiration", text), "hitung", text)
        for key, text in zip(keys, (TEXT, NOISE), strict=True)
    ]
    kept = KeptVectors(opener(engine), (SOURCE,), wanted, secret="key")
    kept[TEXT], kept[NOISE] = b"gone", b"stays"
    kept.close()


def race(engine: Engine) -> list[bytes]:
    """The note is taken back, not yet committed, while the run writes; then it is committed."""
    keys = prepared(engine)
    with ThreadPoolExecutor(1) as pool:
        with writing(), fresh(engine) as session:
            note = session.get_one(WorkshopNote, keys[0])
            notes.withdraw_note(session, note, reason="Diminta", actor_id=None)
            written = pool.submit(write_both, engine, keys)
            wait([written], timeout=2)
            session.commit()
        written.result(timeout=60)
    with fresh(engine) as session:
        return list(session.scalars(select(TextVector.vector)))


@pytest.mark.database
def test_a_vector_written_during_a_withdrawal_does_not_stay(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    assert race(engine) == [b"stays"]
    engine.dispose()


@pytest.mark.database
def test_a_withdrawal_after_the_writing_takes_it_away(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    keys = prepared(engine)
    write_both(engine, keys)
    with fresh(engine) as session:
        assert sorted(session.scalars(select(TextVector.vector))) == [b"gone", b"stays"]
    with writing(), fresh(engine) as session:
        note = session.get_one(WorkshopNote, keys[0])
        notes.withdraw_note(session, note, reason="Diminta", actor_id=None)
        session.commit()
    with fresh(engine) as session:
        assert list(session.scalars(select(TextVector.vector))) == [b"stays"]
    engine.dispose()


@pytest.mark.database
def test_sabotage_without_taking_turns_it_stays(
    engine_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time whatever we do; there, the text is not asked for again."""
    monkeypatch.setattr(vectors, "hold_contributions", lambda *_: None)
    if engine_name == "sqlite":
        monkeypatch.setattr(
            vectors, "fetch_all", lambda _s, _sources, refs: dict(zip(refs, (TEXT, NOISE), strict=True))
        )
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    assert sorted(race(engine)) == [b"gone", b"stays"]
    engine.dispose()

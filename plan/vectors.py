"""The vectors of a run: read from the table, written a batch at a time while the run computes."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef, ContributionSource
from core.db import writing
from core.sql import erase_bytes_after_commit, insert_into
from core.vectors import TextVector, forget_vectors, hold_contributions

# So many new vectors are written in one short transaction: what a killed run has to compute again.
BATCH = 32
_AT_ONCE = 500
_REF = (TextVector.contribution_kind, TextVector.contribution_key, TextVector.contribution_field)

Open = Callable[[], Session]


def opener(bind: Engine | Connection) -> Open:
    """Sessions of their own beside the job's: what a run keeps on its way stands whatever becomes of the run."""
    return lambda: Session(bind, join_transaction_mode="create_savepoint")


@dataclass(frozen=True)
class Wanted:
    """A vector a run will need: of this contribution, by this encoder, under this key of the analysis."""

    said: Contribution
    encoder: str
    key: str


class KeptVectors(MutableMapping[str, bytes]):
    """A cache for the analysis, by its keys. Vectors of contributions outlive the run, all others do not.

    What was taken back or changed since the run read it is not written: see `core.vectors`.
    """

    def __init__(
        self,
        open_session: Open,
        sources: Sequence[ContributionSource],
        wanted: Iterable[Wanted],
        *,
        secret: str,
    ) -> None:
        self._open, self._sources, self._secret = open_session, sources, secret.encode()
        self._places: dict[str, list[Wanted]] = {}
        for one in wanted:
            self._places.setdefault(one.key, []).append(one)
        self._vectors: dict[str, bytes] = {}
        self._waiting: list[str] = []
        self._load()

    def __getitem__(self, key: str) -> bytes:
        return self._vectors[key]

    def __setitem__(self, key: str, vector: bytes) -> None:
        self._vectors[key] = vector
        if key in self._places:
            self._waiting.append(key)
            if len(self._waiting) >= BATCH:
                self.write()

    def __delitem__(self, key: str) -> None:
        del self._vectors[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._vectors)

    def __len__(self) -> int:
        return len(self._vectors)

    def close(self) -> None:
        """Keep what still waits."""
        self.write()

    def write(self) -> None:
        """Keep what waits, of those texts that still stand as they were read."""
        rows = [one for key in self._waiting for one in self._places[key]]
        self._waiting.clear()
        if not rows:
            return
        with writing(), self._open() as session:
            hold_contributions(session, (one.said.ref.key for one in rows))
            standing = fetch_all(session, self._sources, [one.said.ref for one in rows])
            kept = [self._row(one) for one in rows if standing.get(one.said.ref) == one.said.text]
            if kept:
                new = insert_into(session, TextVector)
                changed = {"digest": new.excluded.digest, "vector": new.excluded.vector}
                key = [column.name for column in TextVector.__table__.primary_key]
                session.execute(new.on_conflict_do_update(index_elements=key, set_=changed), kept)
            session.commit()

    def _row(self, one: Wanted) -> dict[str, object]:
        return {
            "contribution_key": one.said.ref.key,
            "contribution_kind": one.said.ref.kind,
            "contribution_field": one.said.ref.field,
            "encoder": one.encoder,
            "digest": self._digest(one.key),
            "vector": self._vectors[one.key],
        }

    def _digest(self, key: str) -> bytes:
        """Keyed: nobody who holds a backup finds a text by guessing it."""
        return hmac.new(self._secret, f"vektor:{key}".encode(), hashlib.sha256).digest()

    def _load(self) -> None:
        """Those of the table that are of the wordings wanted now."""
        expected = {
            (one.said.ref, one.encoder): (key, self._digest(key))
            for key, places in self._places.items()
            for one in places
        }
        keys = sorted({ref.key for ref, _ in expected})
        columns = (*_REF, TextVector.encoder, TextVector.digest, TextVector.vector)
        with self._open() as session:
            for start in range(0, len(keys), _AT_ONCE):
                among = TextVector.contribution_key.in_(keys[start : start + _AT_ONCE])
                for *ref, encoder, digest, vector in session.execute(select(*columns).where(among)):
                    key, wanted = expected.get((ContributionRef(*ref), encoder), ("", b""))
                    if digest == wanted:
                        self._vectors[key] = vector


def fetch_all(
    session: Session, sources: Iterable[ContributionSource], refs: Sequence[ContributionRef]
) -> Mapping[ContributionRef, str]:
    """The texts of those that still stand."""
    found: dict[ContributionRef, str] = {}
    for source in sources:
        mine = [ref for ref in refs if ref.kind == source.kind]
        found |= {one.ref: one.text for one in source.fetch(session, mine)} if mine else {}
    return found


def sweep(open_session: Open, sources: Sequence[ContributionSource]) -> int:
    """Delete the vectors of whatever can no longer be read (hidden, unpublished, gone); how many texts that were.

    What is taken back loses its vector at once; this is for all other ways in which a text leaves the runs.
    """
    with open_session() as session:
        kept = [ContributionRef(*row) for row in session.execute(select(*_REF).distinct())]
        standing = fetch_all(session, sources, kept)
    gone = {ref.key for ref in kept if ref not in standing}
    if gone:
        with writing(), open_session() as session:
            forget_vectors(session, gone)
            erase_bytes_after_commit(session)
            session.commit()
    return len(gone)

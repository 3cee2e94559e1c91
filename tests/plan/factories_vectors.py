"""A model that encodes, and counts what it had to encode."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.normalise import IndonesianNormaliser
from analysis.vectors import encode_all
from core.contributions import ContributionRef
from core.vectors import TextVector
from plan.models import ThemeRun
from plan.theming import make_handler
from plan.workbench.teaching import OwnTheme
from tests.plan.factories_themes import MarkModel, Voices

SECRET = "a key for tests only"
NORMALISE = IndonesianNormaliser()


class CountingEncoder:
    """Numbers of a hash of the wording; `seen` are the wordings it was asked for."""

    name, version, dimensions = "hitung", "1", 8

    def __init__(self, *, before: Callable[[int], None] = lambda _count: None) -> None:
        self.seen: list[str] = []
        self.before = before

    def encode(self, wordings: Sequence[str]) -> np.ndarray:
        self.before(len(self.seen))
        self.seen += wordings
        return np.array([vector_of(wording) for wording in wordings], dtype=np.float32)


def vector_of(wording: str) -> list[float]:
    return [byte / 16 for byte in hashlib.sha256(wording.encode()).digest()[: CountingEncoder.dimensions]]


def bytes_of(text: str) -> bytes:
    """What the table holds of a text."""
    return np.asarray(vector_of(NORMALISE(text).wording), dtype="<f2").tobytes()


def encode_texts(model: Any, texts: Sequence[str]) -> None:
    """As a model does that has one encoder."""
    (encoder,) = model.encoders
    wordings = [NORMALISE(text).wording for text in texts]
    encode_all(encoder, wordings, {} if model.cache is None else model.cache, model.progress)


def encoding_model(encoder: CountingEncoder) -> type[MarkModel]:
    """A model of marks that encodes every text first, and a word of its own."""

    class EncodingModel(MarkModel):
        def __init__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **stages: object) -> None:
            super().__init__(taxonomy, own, **stages)
            self.encoders = (encoder,)

        def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
            encode_texts(self, [*texts, "kata"])
            return super().fit(texts, labels)

    return EncodingModel


def read(
    session: Session, run: ThemeRun, voices: Voices, encoder: CountingEncoder, *, secret: str = SECRET
) -> None:
    """The job, its reading and its effect, with vectors kept."""
    session.commit()
    handler = make_handler(lambda: (voices.source,), encoding_model(encoder), lambda: secret)
    handler(session, {"run_id": run.id})(session)
    session.commit()
    session.expire_all()


def kept(session: Session) -> dict[ContributionRef, bytes]:
    rows = session.execute(
        select(
            TextVector.contribution_kind,
            TextVector.contribution_key,
            TextVector.contribution_field,
            TextVector.vector,
        )
    )
    return {ContributionRef(kind, key, field): vector for kind, key, field, vector in rows}

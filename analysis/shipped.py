"""Makes the vectors shipped beside the examples and sayings: `python -m analysis.shipped`, after a change of data or encoder.

They save every first fit a minute or more. A vector that is missing, or of another version of the encoder, is computed
when needed.
"""

from __future__ import annotations

from pathlib import Path

from analysis.crossfit import prepare
from analysis.encoders import Encoder, choose_encoders
from analysis.normalise import IndonesianNormaliser
from analysis.taxonomy import SHIPPED, shipped_taxonomy
from analysis.vectors import encode_means, said, vector_key

FOLDER = Path(__file__).parent / "data"


def shipped_sayings() -> list[tuple[str, ...]]:
    """Everything the shipped taxonomies are trained on: texts and terms of one wording, sayings of several."""
    normalise = IndonesianNormaliser()
    trainings = [prepare(shipped_taxonomy(key), normalise) for key in SHIPPED]
    texts = {
        (shadow.wording,) for training in trainings for shadow in training.shadows + training.lesson.terms
    }
    told = {
        tuple(shadow.wording for shadow in saying)
        for training in trainings
        for saying in training.lesson.sayings
    }
    return sorted(texts | told)


def write(encoder: Encoder, sayings: list[tuple[str, ...]], folder: Path = FOLDER) -> Path:
    import numpy as np

    vectors = encode_means(encoder, sayings, {}).astype("<f2")
    names = (vector_key(encoder, said(wordings)) for wordings in sayings)
    keys = np.frombuffer(bytes.fromhex("".join(names)), dtype=np.uint8)
    path = folder / f"vectors_{encoder.name}.npz"
    np.savez_compressed(path, version=encoder.version, keys=keys.reshape(-1, 32), vectors=vectors)
    return path


if __name__ == "__main__":
    for chosen in choose_encoders("auto"):
        write(chosen, shipped_sayings())

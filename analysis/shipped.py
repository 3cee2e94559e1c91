"""Makes the vectors shipped beside the examples: `python -m analysis.shipped`, after a change of data or encoder.

They save every first fit a minute or more. A vector that is missing, or of another version of the encoder, is computed
when needed.
"""

from __future__ import annotations

from pathlib import Path

from analysis.crossfit import prepare
from analysis.encoders import Encoder, choose_encoders
from analysis.normalise import IndonesianNormaliser
from analysis.taxonomy import SHIPPED, shipped_taxonomy
from analysis.vectors import BATCH, vector_key

FOLDER = Path(__file__).parent / "data"


def shipped_wordings() -> list[str]:
    """Every wording the shipped taxonomies are trained on."""
    normalise = IndonesianNormaliser()
    trainings = [prepare(shipped_taxonomy(key), normalise) for key in SHIPPED]
    return sorted({shadow.wording for training in trainings for shadow in training.shadows + training.told})


def write(encoder: Encoder, wordings: list[str], folder: Path = FOLDER) -> Path:
    import numpy as np

    batches = [wordings[start : start + BATCH] for start in range(0, len(wordings), BATCH)]
    vectors = np.vstack([encoder.encode(batch) for batch in batches]).astype("<f2")
    keys = np.frombuffer(
        bytes.fromhex("".join(vector_key(encoder, word) for word in wordings)), dtype=np.uint8
    )
    path = folder / f"vectors_{encoder.name}.npz"
    np.savez_compressed(path, version=encoder.version, keys=keys.reshape(-1, 32), vectors=vectors)
    return path


if __name__ == "__main__":
    for chosen in choose_encoders("auto"):
        write(chosen, shipped_wordings())

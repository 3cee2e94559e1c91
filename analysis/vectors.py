"""Vectors of wordings, each computed once: from the given cache, from the shipped files, else by the encoder."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, MutableMapping, Sequence
from typing import TYPE_CHECKING

from analysis.encoders import Encoder
from analysis.resources import shipped_arrays

if TYPE_CHECKING:
    from analysis.encoders import Matrix

# The value is the vector in half precision as bytes, so that any key-value store can hold it.
VectorCache = MutableMapping[str, bytes]
Progress = Callable[[str, int, int], None]

BATCH = 32
# Between the wordings of a saying: no text of people has it.
TOGETHER = "\x1f"


def vector_key(encoder: Encoder, wording: str) -> str:
    content = f"{encoder.name}\x00{encoder.version}\x00{wording}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def encode_all(
    encoder: Encoder, wordings: Sequence[str], cache: VectorCache, progress: Progress | None = None
) -> Matrix:
    """One row per wording. Rounded to half precision, so a vector from a cache equals a new one; a shipped one is within a step
    of one byte of it.
    """
    import numpy as np

    keys = {wording: vector_key(encoder, wording) for wording in wordings}
    shipped = shipped_vectors(encoder.name, encoder.version)
    # Sorted, so that what shares a batch does not depend on the order of the answers.
    missing = sorted(word for word, key in keys.items() if key not in cache and key not in shipped)
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        for wording, vector in zip(batch, encoder.encode(batch), strict=True):
            cache[keys[wording]] = np.asarray(vector, dtype="<f2").tobytes()
        if progress:
            progress(encoder.name, min(start + BATCH, len(missing)), len(missing))
    found = [cache.get(keys[wording]) or shipped[keys[wording]] for wording in wordings]
    flat = np.frombuffer(b"".join(found), dtype="<f2").astype(np.float32)
    return flat.reshape(len(wordings), encoder.dimensions)


def said(wordings: Sequence[str]) -> str:
    """The name under which the vector of a saying is kept."""
    return TOGETHER.join(wordings)


def encode_means(
    encoder: Encoder,
    sayings: Sequence[tuple[str, ...]],
    cache: VectorCache,
    progress: Progress | None = None,
) -> Matrix:
    """One row per saying: the mean of its wordings' vectors, kept as one vector."""
    keys = {saying: vector_key(encoder, said(saying)) for saying in sayings if len(saying) > 1}
    shipped = shipped_vectors(encoder.name, encoder.version)
    missing = [saying for saying, key in keys.items() if key not in cache and key not in shipped]
    parts = sorted({wording for saying in missing for wording in saying})
    vectors = dict(zip(parts, encode_all(encoder, parts, cache, progress), strict=True))
    for saying in missing:
        mean = sum(vectors[wording] for wording in saying) / len(saying)
        cache[keys[saying]] = mean.astype("<f2").tobytes()
    return encode_all(encoder, [said(saying) for saying in sayings], cache, progress)


def pack(vectors: Matrix) -> tuple[Matrix, Matrix]:
    """Whole numbers of one byte and the step of each row: half the room, and cosines true to four places."""
    import numpy as np

    steps = np.maximum(np.abs(vectors).max(axis=1, keepdims=True) / 127, np.float32(1e-9)).astype("<f4")
    return np.rint(vectors / steps).astype(np.int8), steps


@functools.cache
def shipped_vectors(name: str, version: str) -> dict[str, bytes]:
    """The vectors of the shipped examples; empty when they were made by another version of the encoder."""
    content = shipped_arrays(f"vectors_{name}.npz", "version", "keys", "packed", "steps")
    if not content or str(content["version"]) != version:
        return {}
    keys, vectors = content["keys"], (content["packed"] * content["steps"]).astype("<f2")
    return {key.tobytes().hex(): vector.tobytes() for key, vector in zip(keys, vectors, strict=True)}

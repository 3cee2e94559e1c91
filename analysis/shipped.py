"""Makes what is shipped beside the lists: `python -m analysis.shipped`, after a change of data, reading or encoder.

Stems of their words, vectors of their texts and what their terms and sayings teach save every first fit a minute or more.
What is missing, or of another version of the encoder or of a list, is computed when needed. Vectors that this version of the
encoder has made are taken over; to have them all made anew, delete the files first.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis import kernel, stem
from analysis.compared import compare
from analysis.crossfit import Training, prepare, targets_of
from analysis.encoders import Encoder, choose_encoders
from analysis.normalise import IndonesianNormaliser, Shadow
from analysis.taxonomy import SHIPPED, shipped_taxonomy
from analysis.told import LESSONS, digest
from analysis.told import SHIPPED as TOLD
from analysis.vectors import encode_means, pack, said, shipped_vectors, vector_key
from analysis.views import CharacterView, SentenceView, TaughtView, WordView

FOLDER = Path(__file__).parent / "data"


def trainings() -> list[Training]:
    normalise = IndonesianNormaliser()
    return [prepare(shipped_taxonomy(key), normalise) for key in SHIPPED]


def shadows_of(training: Training) -> list[Shadow]:
    """Every wording that a taxonomy is trained on."""
    lesson = training.lesson
    return [*training.shadows, *lesson.terms, *(shadow for saying in lesson.sayings for shadow in saying)]


def words_of(trained: Sequence[Training]) -> list[str]:
    """The words that are stemmed by the Indonesian stemmer; none with signs that a table is made of."""
    shadows = (shadow for training in trained for shadow in shadows_of(training))
    words = {word for shadow in shadows if shadow.variety != "english" for word in shadow.surfaces}
    return sorted(word for word in words if word.replace("-", "").isalpha())


def sayings_of(trained: Sequence[Training]) -> list[tuple[str, ...]]:
    """Everything the shipped taxonomies are trained on: texts and terms of one wording, sayings of several."""
    texts = {(shadow.wording,) for training in trained for shadow in training.shadows + training.lesson.terms}
    told = {
        tuple(shadow.wording for shadow in saying)
        for training in trained
        for saying in training.lesson.sayings
    }
    return sorted(texts | told)


def view_sets(encoders: Sequence[Encoder]) -> list[list[TaughtView]]:
    """With all encoders, with each alone (not every machine can have them all), and with none."""
    sets = dict.fromkeys([tuple(encoders), *((encoder,) for encoder in encoders), ()])
    return [[WordView(), CharacterView(), *(SentenceView(encoder, {}) for encoder in own)] for own in sets]


def write_stems(words: Sequence[str], folder: Path = FOLDER) -> Path:
    find = stem.SastrawiStemmer().find
    lines = ["word,stem", *(f"{word},{find(word)}" for word in words)]
    path = folder / stem.STEMS
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    stem.shipped_stems.cache_clear()
    # What was read by the stems before is read again.
    LESSONS.clear()
    return path


def write_vectors(encoder: Encoder, sayings: Sequence[tuple[str, ...]], folder: Path = FOLDER) -> Path:
    import numpy as np

    packed, steps = pack(encode_means(encoder, sayings, {}))
    names = (vector_key(encoder, said(wordings)) for wordings in sayings)
    keys = np.frombuffer(bytes.fromhex("".join(names)), dtype=np.uint8).reshape(-1, 32)
    path = folder / f"vectors_{encoder.name}.npz"
    np.savez_compressed(path, version=encoder.version, keys=keys, packed=packed, steps=steps)
    shipped_vectors.cache_clear()
    return path


def write_told(
    trained: Sequence[Training], sets: Sequence[Sequence[TaughtView]], folder: Path = FOLDER
) -> Path:
    """Coefficients in single precision, a thousandth of what a reading turns on."""
    import numpy as np

    arrays: dict[str, Any] = {}
    for training in trained:
        targets = targets_of(training.lesson.labels, training.classes)
        for views in sets:
            lesson = training.lesson
            compared = [compare(view, (), lesson.terms, lesson.sayings) for view in views]
            told, mark = kernel.tell(compared, targets), digest(views, lesson, targets)
            arrays[mark] = told.coefficients.astype("<f4")
            arrays[f"{mark} spread"] = np.array(told.spread)
    path = folder / TOLD
    np.savez_compressed(path, **arrays)
    return path


def main() -> None:
    encoders = choose_encoders("auto")
    write_stems(words_of(trainings()))
    trained = trainings()
    for encoder in encoders:
        write_vectors(encoder, sayings_of(trained))
    write_told(trained, view_sets(encoders))


if __name__ == "__main__":
    main()

"""The supervised reader: one model of all examples, and one per fold for texts that are examples themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.calibrate import Calibration, calibrate, second_best
from analysis.folds import Folds
from analysis.kernel import FEW, Trained, first_scores, train
from analysis.normalise import Normaliser, Shadow
from analysis.reading import DIGITS, UNREADABLE, Reading
from analysis.taxonomy import Taxonomy
from analysis.told import Lesson, lesson_of, teach
from analysis.unclear import affirmed, is_unclear
from analysis.vectors import Progress
from analysis.views import TaughtView

if TYPE_CHECKING:
    from analysis.calibrate import Scores

# Lower edges of the bands of sureness that are reported.
SURENESS = (0.0, 0.5, 0.7, 0.9)
# The member that saw every example; the others are named by the fold they did not see.
ALL = -1
# So many texts show what the others are like.
SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Training:
    """What a taxonomy teaches: examples with classes, and what its themes say of themselves (in no fold)."""

    shadows: tuple[Shadow, ...]
    labels: tuple[int, ...]
    second: tuple[int, ...]
    lesson: Lesson
    keys: tuple[str, ...]
    negative: int | None

    @property
    def classes(self) -> int:
        return len(self.keys) + (self.negative is not None)


def prepare(taxonomy: Taxonomy, normalise: Normaliser) -> Training:
    place = {key: index for index, key in enumerate(taxonomy.keys)}
    none = len(place)
    labels = tuple(none if example.theme is None else place[example.theme] for example in taxonomy.examples)
    lesson = lesson_of(taxonomy, normalise)
    return Training(
        tuple(normalise(example.text) for example in taxonomy.examples),
        labels,
        tuple(place.get(example.theme2 or "", -1) for example in taxonomy.examples),
        lesson,
        taxonomy.keys,
        none if none in (*labels, *lesson.labels) else None,
    )


def targets_of(labels: Sequence[int], classes: int) -> Scores:
    """Rows x classes: +1 for the class of a row, -1 for the others."""
    import numpy as np

    own = np.array(labels, dtype=np.int64)[:, None] == np.arange(classes)
    return np.where(own, 1.0, -1.0)


class CrossFitReader:
    def __init__(
        self,
        training: Training,
        views: Sequence[TaughtView],
        folds: Folds,
        progress: Progress | None = None,
        texts: Sequence[Shadow] = (),
        seen: Mapping[str, Any] | None = None,
    ) -> None:
        """`texts` are those to be read, and tell with the examples what such texts are like; `seen` is what they told an
        earlier run.
        """
        self._training, self._folds, self.seen = training, folds, seen
        self._split = folds.split(training.shadows)
        self._trained = self._train(views, _sample(texts, training.shadows), progress)
        named = training.lesson.named
        self._named = {shadow.key for shadow, label in named if label != training.negative}
        self._calibrations = {fold: self._calibrate(fold) for fold in self._trained.machines}

    @property
    def keys(self) -> tuple[str, ...]:
        return self._training.keys

    def read(self, shadows: Sequence[Shadow]) -> list[Reading]:
        found = self._folds.find(shadows, self._training.shadows, self._split)
        folds = [ALL if fold is None else fold for fold in found]
        readings = [UNREADABLE] * len(shadows)
        for fold in sorted(set(folds)):
            rows = [at for at, own in enumerate(folds) if own == fold and not self._unclear(shadows[at])]
            scores = self._trained.machines[fold].scores([shadows[at] for at in rows])
            for at, reading in zip(rows, self._decide(scores, fold), strict=True):
                readings[at] = reading
        return readings

    def _unclear(self, shadow: Shadow) -> bool:
        """A text without content, unless a theme is told by just that, or by a word of it that it does not deny: praise may be
        a theme, "tidak ada saran" is none though "saran" is told of one.
        """
        return shadow.empty or (
            is_unclear(shadow) and not self._named.intersection((shadow.key, *affirmed(shadow)))
        )

    def figures(self) -> dict[str, Any]:
        """How well the taxonomy's own examples are read, each by a model that had not seen it."""
        from sklearn.metrics import accuracy_score, adjusted_rand_score, f1_score

        training, whole = self._training, self._calibrations[ALL]
        if not training.shadows:
            return {"examples": 0, "folds": 0}
        held_out = self._trained.held_out
        read = [self._decide(held_out[at : at + 1], fold)[0] for at, fold in enumerate(self._split)]
        got = [reading.theme or "" for reading in read]
        true = [training.keys[label] if label != training.negative else "" for label in training.labels]
        themed = [at for at, theme in enumerate(true) if theme]
        return {
            "examples": len(true),
            "folds": len(self._calibrations) - 1,
            "accuracy": round(accuracy_score(true, got), DIGITS),
            "coverage": round(sum(map(bool, got)) / len(got), DIGITS),
            "calibration": self._calibration_figures(read),
            "macro_f1": round(
                f1_score(true, got, labels=sorted(set(true)), average="macro", zero_division=0), DIGITS
            ),
            "ari": round(
                adjusted_rand_score([true[at] for at in themed], [got[at] for at in themed]), DIGITS
            ),
            "threshold": round(whole.threshold, DIGITS),
            "second_threshold": round(whole.second, DIGITS),
        }

    def _calibration_figures(self, read: Sequence[Reading]) -> list[dict[str, float | int]]:
        """How often readings as sure as these were right; a text of two themes is right in either."""
        training = self._training
        told = [
            (
                training.keys[label] if label != training.negative else None,
                training.keys[second] if second >= 0 else "",
            )
            for label, second in zip(training.labels, training.second, strict=True)
        ]
        rows = []
        for low, high in zip(SURENESS, (*SURENESS[1:], 2.0), strict=True):
            own = [(one, true) for one, true in zip(read, told, strict=True) if low <= one.confidence < high]
            if own:
                right = sum(one.theme in true for one, true in own) / len(own)
                mean = sum(one.confidence for one, _ in own) / len(own)
                rows.append(
                    {"confidence": round(mean, DIGITS), "count": len(own), "accuracy": round(right, DIGITS)}
                )
        return rows

    def _train(
        self, views: Sequence[TaughtView], sample: Sequence[Shadow], progress: Progress | None
    ) -> Trained:
        training, lesson = self._training, self._training.lesson
        targets = targets_of(training.labels, training.classes)
        told_targets = targets_of(lesson.labels, training.classes)
        known = views if training.labels or lesson.labels else ()
        states = self.seen["views"] if self.seen else None
        taught = teach(known, training.shadows, lesson, told_targets, sample, states)
        first = first_scores(taught.compared, taught.told, sample) if sample else None
        if sample:
            self.seen = {
                "views": {one.view.name: one.view.state() for one in taught.compared},
                "scale": round(first.spread, DIGITS) if first else None,
            }
        scale = self.seen["scale"] if self.seen else None
        return train(taught.compared, targets, self._split, taught.told, scale, progress, first)

    def _calibrate(self, fold: int) -> Calibration:
        """A fold's thresholds come from the other folds' examples, so they have not seen its labels either."""
        import numpy as np

        # What is in no fold was seen by every model and shows nothing.
        kept = [at for at, own in enumerate(self._split) if own not in (fold, ALL)]
        labels = np.array([self._training.labels[at] for at in kept], dtype=np.int64)
        second = np.array([self._training.second[at] for at in kept], dtype=np.int64)
        return calibrate(self._trained.held_out[kept], labels, second, self._training.negative)

    def _decide(self, scores: Scores, fold: int) -> list[Reading]:
        calibration = self._calibrations[fold]
        probabilities = calibration.probabilities(scores)
        sure = calibration.sureness(probabilities.max(axis=1))
        places, chances = second_best(probabilities, self._training.negative)
        rows = zip(probabilities, sure, places, chances, strict=True)
        return [self._reading(row, float(s), int(at), float(c), calibration, fold) for row, s, at, c in rows]

    def _reading(
        self, row: Scores, sure: float, place: int, chance: float, calibration: Calibration, fold: int
    ) -> Reading:
        training, best = self._training, int(row.argmax())
        top = float(row[best])
        margin = round(top - float(sorted(row)[-2]) if len(row) > 1 else top, DIGITS)
        if best == training.negative or top < calibration.threshold:
            # Doubt about every theme is no belief in none.
            none = sure if best == training.negative else 1 - sure
            return Reading(None, None, round(none, DIGITS), margin, fold != ALL)
        second = training.keys[place] if chance and chance >= calibration.second else None
        return Reading(training.keys[best], second, round(sure, DIGITS), margin, fold != ALL)


def _sample(texts: Sequence[Shadow], examples: Sequence[Shadow]) -> list[Shadow]:
    """Different texts and examples that say something, in whatever order they came: SAMPLE of them at most, and none where
    the texts themselves are too few. Of few, whose examples are known, a mean would give one away.
    """
    known = {shadow.key for shadow in examples}
    own = {shadow.key for shadow in texts if not shadow.empty} - known
    if len(own) < FEW:
        return []
    # Of texts with one key and two wordings always the same one.
    by_wording = sorted((*texts, *examples), key=lambda shadow: shadow.wording)
    different = {shadow.key: shadow for shadow in by_wording if not shadow.empty}
    keys = sorted(different)
    count = min(len(keys), SAMPLE)
    return [different[keys[at * len(keys) // count]] for at in range(count)]

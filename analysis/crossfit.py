"""The supervised reader: one model of all examples, and one per fold for texts that are examples themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.calibrate import Calibration, calibrate, second_best
from analysis.folds import Folds
from analysis.linear import Member, train_member
from analysis.normalise import Normaliser, Shadow
from analysis.reading import DIGITS, UNREADABLE, Reading
from analysis.taxonomy import Taxonomy, Theme
from analysis.vectors import Progress
from analysis.views import View

if TYPE_CHECKING:
    from analysis.calibrate import Labels, Scores

# The member that saw every example; the others are named by the fold they did not see.
ALL = -1


@dataclass(frozen=True, slots=True)
class Training:
    """What a taxonomy teaches: examples with classes, and what its themes say of themselves (in no fold)."""

    shadows: tuple[Shadow, ...]
    labels: tuple[int, ...]
    second: tuple[int, ...]
    told: tuple[Shadow, ...]
    told_labels: tuple[int, ...]
    keys: tuple[str, ...]
    negative: int | None

    @property
    def classes(self) -> int:
        return len(self.keys) + (self.negative is not None)


def prepare(taxonomy: Taxonomy, normalise: Normaliser) -> Training:
    place = {key: index for index, key in enumerate(taxonomy.keys)}
    none = len(place)
    labels = tuple(none if example.theme is None else place[example.theme] for example in taxonomy.examples)
    told = [(normalise(text), place[theme.key]) for theme in taxonomy.themes for text in _told(theme)]
    return Training(
        tuple(normalise(example.text) for example in taxonomy.examples),
        labels,
        tuple(place.get(example.theme2 or "", -1) for example in taxonomy.examples),
        tuple(shadow for shadow, _ in told),
        tuple(label for _, label in told),
        taxonomy.keys,
        none if none in labels else None,
    )


def _told(theme: Theme) -> tuple[str, ...]:
    """A bare name (a label of a column) says nothing; with a description or keywords it does."""
    if not (theme.description or theme.keywords):
        return ()
    return (f"{theme.name_id}. {theme.description}", *theme.keywords)


class CrossFitReader:
    def __init__(
        self,
        training: Training,
        views: Sequence[View],
        folds: Folds,
        seed: int,
        progress: Progress | None = None,
    ) -> None:
        self._training, self._views, self._folds, self._seed = training, views, folds, seed
        self._split = folds.split(training.shadows)
        self._members: dict[int, Member] = {}
        wanted = (ALL, *sorted(set(self._split) - {ALL}))
        for done, fold in enumerate(wanted, 1):
            self._members[fold] = self._train(fold)
            if progress:
                progress("models", done, len(wanted))
        self._held_out = self._scores(training.shadows, self._split)
        self._calibrations = {fold: self._calibrate(fold) for fold in self._members}

    @property
    def keys(self) -> tuple[str, ...]:
        return self._training.keys

    def read(self, shadows: Sequence[Shadow]) -> list[Reading]:
        found = self._folds.find(shadows, self._training.shadows, self._split)
        folds = [ALL if fold is None else fold for fold in found]
        scores = self._scores(shadows, folds)
        return [
            UNREADABLE if shadow.empty else self._decide(scores[:, place], folds[place])
            for place, shadow in enumerate(shadows)
        ]

    def figures(self) -> dict[str, Any]:
        """How well the taxonomy's own examples are read, each by a model that had not seen it."""
        from sklearn.metrics import accuracy_score, adjusted_rand_score, f1_score

        training, whole = self._training, self._calibrations[ALL]
        if not training.shadows:
            return {"examples": 0, "folds": 0}
        read = [self._decide(self._held_out[:, at], fold) for at, fold in enumerate(self._split)]
        got = [reading.theme or "" for reading in read]
        true = [training.keys[label] if label != training.negative else "" for label in training.labels]
        themed = [at for at, theme in enumerate(true) if theme]
        return {
            "examples": len(true),
            "folds": len(self._members) - 1,
            "accuracy": round(accuracy_score(true, got), DIGITS),
            "macro_f1": round(
                f1_score(true, got, labels=sorted(set(true)), average="macro", zero_division=0), DIGITS
            ),
            "ari": round(
                adjusted_rand_score([true[at] for at in themed], [got[at] for at in themed]), DIGITS
            ),
            "threshold": round(whole.threshold, DIGITS),
            "second_threshold": round(whole.second, DIGITS),
        }

    def _train(self, fold: int) -> Member:
        training = self._training
        kept = [at for at, own in enumerate(self._split) if fold == ALL or own != fold]
        shadows = (*(training.shadows[at] for at in kept), *training.told)
        labels = (*(training.labels[at] for at in kept), *training.told_labels)
        return train_member(self._views, shadows, labels, training.classes, self._seed)

    def _calibrate(self, fold: int) -> Calibration:
        """A fold's thresholds come from the other folds' examples, so they have not seen its labels either."""
        import numpy as np

        kept = [at for at, own in enumerate(self._split) if fold == ALL or own != fold]
        labels = np.array([self._training.labels[at] for at in kept], dtype=np.int64)
        second = np.array([self._training.second[at] for at in kept], dtype=np.int64)
        return calibrate(self._held_out[:, kept], labels, second, self._training.negative)

    def _scores(self, shadows: Sequence[Shadow], folds: Sequence[int]) -> Scores:
        import numpy as np

        out = np.zeros((len(self._views), len(shadows), self._training.classes))
        for fold in sorted(set(folds)):
            rows = [at for at, own in enumerate(folds) if own == fold]
            out[:, rows] = self._members[fold].scores([shadows[at] for at in rows])
        return out

    def _decide(self, scores: Scores, fold: int) -> Reading:
        calibration, training = self._calibrations[fold], self._training
        probabilities = calibration.probabilities(scores[:, None, :])
        best = int(probabilities[0].argmax())
        top = float(probabilities[0, best])
        places: Labels
        places, chances = second_best(probabilities, training.negative)
        chance = float(chances[0])
        if best == training.negative or top < calibration.threshold:
            sure = top if best == training.negative else 1 - top
            return Reading(None, None, round(sure, DIGITS), 0.0, fold != ALL)
        second = training.keys[int(places[0])] if chance and chance >= calibration.second else None
        return Reading(
            training.keys[best], second, round(top, DIGITS), round(top - chance, DIGITS), fold != ALL
        )

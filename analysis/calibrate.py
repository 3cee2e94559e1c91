"""From margins to probabilities and decisions, learned on texts the scoring model had not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Labels = NDArray[np.int64]

# With fewer held-out examples: margins read as they mostly come out, a theme must beat chance by half,
# and a second theme needs a third of the belief.
ENOUGH = 10
FALLBACK_TEMPERATURE = 0.25
FALLBACK_OVER_CHANCE = 1.5
FALLBACK_SECOND = 1 / 3
# Fewer second labels than this teach nothing about when to give one.
ENOUGH_SECOND = 10
# With no example of "no theme", the doubtful tail of what was read rightly is left to people.
DOUBTFUL = 0.05
# How many examples' worth of belief that probabilities are right as they are.
TRUST = 4.0
NEWTON_STEPS = 50
NO_STEP = 1e-9
# Nearer to 0 or 1 no probability is believed.
CERTAIN = 1e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """The temperature of the margins, the least probability of a theme and of a second theme, and how the probability of
    the best class becomes the share of such readings that are right.
    """

    temperature: float
    threshold: float
    second: float
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, scores: Scores) -> Scores:
        """Texts x classes; each row sums to one."""
        import numpy as np

        return np.exp(_log_softmax(scores / self.temperature))

    def sureness(self, best: Scores) -> Scores:
        """How often a reading is right whose best class has this probability."""
        import numpy as np

        chance: Scores = 1 / (1 + np.exp(-(self.slope * _log_odds(best) + self.shift)))
        return chance


def fallback(classes: int) -> Calibration:
    return Calibration(FALLBACK_TEMPERATURE, min(FALLBACK_OVER_CHANCE / classes, 0.9), FALLBACK_SECOND)


def calibrate(scores: Scores, labels: Labels, second: Labels, negative: int | None) -> Calibration:
    """Learn from held-out scores (texts x classes): `labels` are the true classes, `second` the second ones (-1: none)."""
    count, classes = scores.shape
    if count < ENOUGH:
        return fallback(classes)
    draft = Calibration(_temperature(scores, labels, second), 0.0, FALLBACK_SECOND)
    probabilities = draft.probabilities(scores)
    threshold = _threshold(probabilities, labels, negative)
    slope, shift = _sureness(probabilities, labels, second)
    least = _second(probabilities, second, negative)
    return replace(draft, threshold=threshold, second=least, slope=slope, shift=shift)


def _log_softmax(scores: Scores) -> Scores:
    import numpy as np

    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def _temperature(scores: Scores, labels: Labels, second: Labels) -> float:
    """The temperature under which the held-out truth is likeliest; a text of two themes is right in either."""
    import numpy as np

    rows = np.arange(len(labels))
    grid = np.geomspace(0.02, 20, 61)

    def loss(temperature: float) -> float:
        likely = np.exp(_log_softmax(scores / temperature))
        right = likely[rows, labels] + np.where(second >= 0, likely[rows, second], 0.0)
        return float(-np.log(np.maximum(right, 1e-12)).mean())

    return float(grid[int(np.argmin([loss(value) for value in grid]))])


def _threshold(probabilities: Scores, labels: Labels, negative: int | None) -> float:
    """The least probability of a theme: none where "none" speaks for itself, unless macro-F1 (themes and "none") on held-out
    examples gains more by one than two standard errors. Few examples would else teach a caution by chance.
    """
    import numpy as np

    top, best = probabilities.max(axis=1), probabilities.argmax(axis=1)
    if negative is None or not (labels == negative).any():
        right = top[best == labels]
        return float(np.quantile(right, DOUBTFUL)) if len(right) else 0.0
    present = np.unique(labels)
    candidates = [0.0, *np.unique(np.quantile(top, np.linspace(0, 0.6, 31)))]
    gains = np.array([_macro_f1(labels, np.where(top < at, negative, best), present) for at in candidates])
    chance = (gains[0] * (1 - gains[0]) / len(labels)) ** 0.5
    return float(candidates[int(gains.argmax())]) if gains.max() - gains[0] > 2 * chance else 0.0


def _macro_f1(labels: Labels, found: Labels, present: Labels) -> float:
    """As scikit-learn's, without its checks: it is asked hundreds of times."""
    import numpy as np

    length = int(max(labels.max(), found.max())) + 1
    right = np.bincount(labels[labels == found], minlength=length)
    either = np.bincount(labels, minlength=length) + np.bincount(found, minlength=length)
    return float((2 * right[present] / either[present]).mean())


def _sureness(probabilities: Scores, labels: Labels, second: Labels) -> tuple[float, float]:
    """Slope and shift of the log-odds of the best class under which being right is likeliest (Platt, "Probabilistic outputs
    for support vector machines", 1999); few examples leave them near 1 and 0. Surer never means less often right.
    """
    import numpy as np

    best = probabilities.argmax(axis=1)
    right = (best == labels) | (best == second)
    odds = _log_odds(probabilities.max(axis=1))
    inputs = np.column_stack([odds, np.ones(len(odds))])
    slope, shift = _fitted(inputs, right)
    if slope < 0:
        slope, shift = 0.0, _fitted(inputs * [0.0, 1.0], right)[1]
    return round(slope, 3), round(shift, 3)


def _fitted(inputs: Scores, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Newton's method, each step halved until it helps: the loss is convex, so every machine ends at one place."""
    import numpy as np

    usual = np.array([1.0, 0.0])

    def loss(found: Scores) -> float:
        odds = inputs @ found
        return float(
            np.logaddexp(0, np.where(right, -odds, odds)).sum() + TRUST / 2 * ((found - usual) ** 2).sum()
        )

    found = usual
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        down = inputs.T @ (chance - right) + TRUST * (found - usual)
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + TRUST * np.eye(2)
        step, before = np.linalg.solve(curve, down), loss(found)
        while loss(found - step) > before and np.abs(step).max() > NO_STEP:
            step = step / 2
        found = found - step
    return float(found[0]), float(found[1])


def _log_odds(probabilities: Scores) -> Scores:
    import numpy as np

    inside = np.clip(probabilities, CERTAIN, 1 - CERTAIN)
    odds: Scores = np.log(inside / (1 - inside))
    return odds


def _second(probabilities: Scores, second: Labels, negative: int | None) -> float:
    """The least probability of a second theme: best F1 of the second labels on held-out examples."""
    import numpy as np

    wanted = int((second >= 0).sum())
    if wanted < ENOUGH_SECOND:
        return FALLBACK_SECOND
    place, chance = second_best(probabilities, negative)
    right = place == second
    candidates = np.unique(np.quantile(chance, np.linspace(0.3, 1, 71)))
    gains = [2 * (right & (chance >= at)).sum() / ((chance >= at).sum() + wanted) for at in candidates]
    return float(candidates[int(np.argmax(gains))])


def second_best(probabilities: Scores, negative: int | None) -> tuple[Labels, Scores]:
    """Class and probability of the runner-up among the themes."""
    import numpy as np

    rest = probabilities.copy()
    rows = np.arange(len(rest))
    rest[rows, probabilities.argmax(axis=1)] = -1.0
    if negative is not None:
        rest[:, negative] = -1.0
    place = rest.argmax(axis=1)
    return place, np.maximum(rest[rows, place], 0.0)

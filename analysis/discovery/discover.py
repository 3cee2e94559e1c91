"""From shadows to found themes: gate, rows, smoothing, number, mixture, student."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.discovery.found import Discovered
from analysis.discovery.going_on import Before, earlier, with_fresh
from analysis.discovery.mixture import Mixture, fit_mixture
from analysis.discovery.neighbours import smooth
from analysis.discovery.number import MOST_THEMES, Repeated, choose_count, repeat
from analysis.discovery.spaces import joined
from analysis.discovery.steering import Steering
from analysis.discovery.student import features_of, teach
from analysis.discovery.subthemes import part
from analysis.normalise import Shadow
from analysis.reading import DIGITS
from analysis.unclear import is_unclear
from analysis.vectors import Progress
from analysis.views import StoredView

if TYPE_CHECKING:
    from analysis.discovery.arrays import Rows

# Different answers below which groups would be chance.
FEWEST = 20
# All are compared with all up to here; of more a sample is, and the student reads the rest.
MOST_COMPARED = 20_000
# A theme that people did not name has at least so many answers on average.
FEWEST_IN_THEME = 5


def discover(
    views: Sequence[StoredView],
    shadows: Sequence[Shadow],
    n_themes: int | None,
    seed: int,
    steering: Steering | None = None,
    progress: Progress | None = None,
    before: Sequence[Before] = (),
) -> Discovered:
    """Group the different clear texts; their order and copies change nothing. `before`: where an earlier search had some."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    texts = _different(shadows, steering)
    if len(texts) < FEWEST:
        return Discovered((), chosen={"themes": 0, "stability": None, "too_few": True})
    steering = earlier(before, texts, steering)
    fitted = tuple(view.fit(texts) for view in views)
    tell = progress or (lambda stage, done, total: None)
    # Threads add in no fixed order, and the same texts would not always give the same bytes.
    with threadpool_limits(1):
        joint = joined(fitted, texts)
        if not joint.shape[1]:
            # No two answers share a word, and there is no encoder to compare what they mean.
            return Discovered((), chosen={"themes": 0, "stability": None, "too_few": False})
        rows = smooth(joint)
        tell("themes", 1, 3)
        if steering and n_themes is None:
            steering = with_fresh(steering, rows, texts, before, seed, tell)
        count = _count(rows, n_themes, steering, seed, tell)
        lean = steering.lean(texts, count) if steering else None
        fit = fit_mixture(rows, count, seed, lean=lean)
        again = repeat(rows, fit, seed, lean=lean)
        tell("themes", 2, 3)
        return _taught(fitted, texts, rows, _ordered(fit, again, steering), steering, seed)


def _different(shadows: Sequence[Shadow], steering: Steering | None) -> list[Shadow]:
    """Clear texts, each once, in an order of their own; of very many those that their hash draws."""
    told = steering.told if steering else {}
    clear = {
        (shadow.wording, shadow.stems, shadow.variety): shadow
        for shadow in shadows
        if shadow.wording in told or not is_unclear(shadow)
    }
    keys = sorted(clear)
    if len(keys) > MOST_COMPARED:
        keys = sorted(sorted(keys, key=lambda key: (key[0] not in told, _lot(key[0])))[:MOST_COMPARED])
    return [clear[key] for key in keys]


def _lot(wording: str) -> bytes:
    return hashlib.sha256(wording.encode("utf-8", "surrogatepass")).digest()


def _count(rows: Rows, n_themes: int | None, steering: Steering | None, seed: int, tell: Progress) -> int:
    import numpy as np

    different = len(np.unique(np.round(rows, 6), axis=0))
    known = len(steering.keys) if steering else 0
    if n_themes is not None or known:
        return max(min(n_themes or known, different), known)
    most = min(MOST_THEMES, different // FEWEST_IN_THEME)
    return choose_count(rows, most, seed, lambda done, total: tell("number of themes", done, total))


def _ordered(fit: Mixture, again: Repeated, steering: Steering | None) -> tuple[Mixture, Repeated]:
    """Known groups in their order, then found ones, the largest first; a found group without a text is none."""
    import numpy as np

    sizes = np.bincount(fit.labels, minlength=len(fit.centres))
    known = len(steering.keys) if steering else 0
    found = [at for at in np.argsort(-sizes, kind="stable") if at >= known and sizes[at]]
    order = [*range(known), *found]
    return (
        Mixture(fit.centres[order], fit.likely[:, order], fit.value),
        Repeated(again.stability, again.votes[:, order]),
    )


def _taught(
    views: tuple[StoredView, ...],
    texts: Sequence[Shadow],
    rows: Rows,
    ordered: tuple[Mixture, Repeated],
    steering: Steering | None,
    seed: int,
) -> Discovered:
    fit, again = ordered
    known = steering.keys if steering else ()
    count = len(fit.centres)
    names = [f"tema-{number}" for number in range(1, count + 1)]
    # A label that a person wrote may look like a number of ours.
    fresh = [name for name in names if name not in known][: count - len(known)]
    features = features_of(views, texts)
    student = teach(features, fit.labels, count, again.votes, seed)
    parts = part(rows, features, fit.labels, count, seed)
    chosen = {"themes": count, "stability": round(again.stability, DIGITS), "too_few": False}
    return Discovered((*known, *fresh), views, student, parts, chosen, steering.told if steering else {})

"""What themes are told by, learned before any example: no answer changes it, so the next run of a process finds it ready."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from analysis import kernel
from analysis.compared import Compared, compare
from analysis.kernel import Told
from analysis.normalise import Normaliser, Shadow
from analysis.resources import shipped_arrays
from analysis.taxonomy import Taxonomy, Theme
from analysis.views import Saying, TaughtView

if TYPE_CHECKING:
    from analysis.compared import Scores

Made = TypeVar("Made")

# With so many wordings they show by themselves which words are rare, and need no examples for it.
MANY = 1000
# Lists that stay in memory, about 75 MB each.
KEPT = 2
# Raised when likeness or learning changes otherwise than by the numbers that the digest holds.
METHOD = 1
# What the shipped lists teach, by the digest of all it depends on.
SHIPPED = "told.npz"


@dataclass(frozen=True, slots=True)
class Lesson:
    """Terms and sayings of a taxonomy as they are read, and the classes of the terms, then of the sayings."""

    terms: tuple[Shadow, ...]
    sayings: tuple[Saying, ...]
    labels: tuple[int, ...]

    @property
    def rich(self) -> bool:
        return len(self.terms) + sum(map(len, self.sayings)) >= MANY

    @property
    def named(self) -> Iterator[tuple[Shadow, int]]:
        """Each term and its class."""
        return zip(self.terms, self.labels, strict=False)


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned of a lesson, and the examples beside it, as each view sees them."""

    compared: tuple[Compared, ...]
    told: Told


class Recent(Generic[Made]):
    """The last few things made, by what decides them. What a list says stays with them, nothing of an answer."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Made] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        made = self._made.pop(key, None)
        if made is None:
            made = make()
        self._made[key] = made
        for oldest in list(self._made)[:-KEPT]:
            self._made.pop(oldest, None)
        return made

    def clear(self) -> None:
        self._made.clear()


LESSONS: Recent[Lesson] = Recent()
TAUGHT: Recent[Taught] = Recent()


def lesson_of(taxonomy: Taxonomy, normalise: Normaliser) -> Lesson:
    """Class by class in the order of the themes, "none" last."""
    mark = getattr(normalise, "mark", None)
    if mark is None:
        # A normaliser that does not say how it reads may read otherwise tomorrow.
        return _read(taxonomy, normalise)
    told = taxonomy.themes, taxonomy.negative_keywords, taxonomy.sayings
    return LESSONS.get((mark, *told), lambda: _read(taxonomy, normalise))


def _read(taxonomy: Taxonomy, normalise: Normaliser) -> Lesson:
    none = len(taxonomy.themes)
    place = {key: at for at, key in enumerate(taxonomy.keys)}
    terms = [(normalise(text), place[theme.key]) for theme in taxonomy.themes for text in _told(theme)]
    terms += [(normalise(text), none) for text in taxonomy.negative_keywords]
    sayings = [
        (tuple(map(normalise, one.wordings)), none if one.theme is None else place[one.theme])
        for one in taxonomy.sayings
    ]
    labels = tuple(label for _, label in (*terms, *sayings))
    return Lesson(tuple(shadow for shadow, _ in terms), tuple(saying for saying, _ in sayings), labels)


def _told(theme: Theme) -> tuple[str, ...]:
    """A bare name (a label of a column) says nothing; with a description or keywords it does."""
    if not (theme.description or theme.keywords):
        return ()
    return (f"{theme.name_id}. {theme.description}", *theme.keywords)


def teach(
    views: Sequence[TaughtView],
    examples: Sequence[Shadow],
    lesson: Lesson,
    targets: Scores,
    texts: Sequence[Shadow] = (),
    states: Mapping[str, Mapping[str, Any]] | None = None,
) -> Taught:
    """`targets` (rows x classes) belong to the lesson; `told` is learned before any example is seen. Texts are read as those of
    an earlier run that left these `states` (by name of view), else as these `texts`, else as the examples.
    """
    if lesson.rich:
        mark = digest(views, lesson, targets)
        known = TAUGHT.get(mark, lambda: _taught(views, lesson, targets, shipped_told(mark)))
    else:
        compared = tuple(compare(view, examples, lesson.terms, lesson.sayings) for view in views)
        known = Taught(compared, kernel.tell(compared, targets))
        if not (texts or states):
            return known
    pairs = list(zip(views, known.compared, strict=True))
    if states:
        fitted = [view.recalled(one.view, states[view.name]) for view, one in pairs]
    else:
        fitted = [view.beside(one.view, texts or examples) for view, one in pairs]
    beside = zip(fitted, known.compared, strict=True)
    return Taught(tuple(_with_examples(view, one, examples) for view, one in beside), known.told)


def digest(views: Sequence[TaughtView], lesson: Lesson, targets: Scores) -> str:
    """Of all that the coefficients depend on: lists, views, how alike rows are said to be and how it is learned of it."""
    how = (METHOD, kernel.TOLD_RIDGE, kernel.LEAST_RESEMBLANCE, kernel.LEFT_OUT)
    what = ([view.mark for view in views], len(lesson.terms), targets.shape, how)
    mark = hashlib.sha256(repr(what).encode())
    for saying in (*((term,) for term in lesson.terms), *lesson.sayings):
        read = repr([(shadow.wording, shadow.surfaces, shadow.stems) for shadow in saying])
        mark.update(read.encode("utf-8", "backslashreplace"))
    mark.update(targets.tobytes())
    return mark.hexdigest()


def shipped_told(mark: str) -> Told | None:
    """What was learned of this lesson before; only of the lists as they are shipped, read by the usual views."""
    content = shipped_arrays(SHIPPED, mark, f"{mark} spread")
    return Told(content[mark].astype("<f8"), float(content[f"{mark} spread"])) if content else None


def _taught(views: Sequence[TaughtView], lesson: Lesson, targets: Scores, known: Told | None) -> Taught:
    compared = tuple(compare(view, (), lesson.terms, lesson.sayings) for view in views)
    told = known or kernel.tell(compared, targets)
    return Taught(tuple(replace(one, view=one.view.kept()) for one in compared), told)


def _with_examples(fitted: TaughtView, known: Compared, examples: Sequence[Shadow]) -> Compared:
    own = fitted.transform(examples) if examples else known.told[:0]
    return Compared(fitted, own, known.told)

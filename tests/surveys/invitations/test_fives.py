"""Response in fives: whoever reads all units and the whole never learns that a person has not answered."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product

from surveys.disclosure import SMALLEST, in_fives, protect_choice

Shown = Callable[[int, int], int | None]
SIZES = (1, 4, 5, 7, 11)


def exact_where_large(used: int, invited: int) -> int | None:
    """The twin: hide small cells, and show the others as they are."""
    return protect_choice(used, invited)


def fives(used: int, invited: int) -> int | None:
    return in_fives(used, of=invited)


def told_on(shown: Shown) -> Iterator[tuple[object, ...]]:
    """Two units and all together: the units of which the reader knows that nobody has answered."""
    for sizes in product(SIZES, repeat=2):
        seen: defaultdict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for used in product(*(range(size + 1) for size in sizes)):
            page = (*map(shown, used, sizes), shown(sum(used), sum(sizes)))
            seen[page].append(used)
        for page, worlds in seen.items():
            for unit, size in enumerate(sizes):
                if max(world[unit] for world in worlds) < min(size, SMALLEST - 1):
                    yield sizes, page, unit


def test_it_is_rounded_down_and_hidden_where_few() -> None:
    assert [in_fives(n, of=12) for n in (0, 4, 5, 9, 10, 12)] == [None, None, 5, 5, 10, 10]
    assert [in_fives(n, of=4) for n in (0, 4)] == [None, None]


def test_no_page_says_that_somebody_has_not_answered() -> None:
    assert list(told_on(fives)) == []


def test_sabotage_exact_figures_where_groups_are_large_tell_it() -> None:
    assert list(told_on(exact_where_large))

"""The eleven guards that `make sabotage` removes are still where it looks for them."""

import pytest

from tests.conventions.sources import HOME
from tests.sabotage import GUARDS, Guard, occurrences


def test_there_are_eleven() -> None:
    assert len({guard.name for guard in GUARDS}) == len(GUARDS) == 11


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_is_found_exactly_once_and_its_tests_exist(guard: Guard) -> None:
    assert occurrences(guard) == 1, f"tests/sabotage.py: {guard.path} has changed; write its new text there"
    assert guard.after != guard.before
    for test in guard.tests:
        path, _, name = test.partition("::")
        assert f"def {name}" in (HOME / path).read_text(), test

"""The allowed steps as a table, keys, kinds of development, and what an indicator's values say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cycles.enums import Action
from core.development import CLASSICAL, DEVELOPMENT_KINDS, NON_CLASSICAL
from plan.enums import ItemState as S
from plan.item_rules import (
    MOVES,
    Standing,
    achieved_share,
    find_move,
    moves_from,
    new_key,
    percent,
    scale_ends,
    slug,
    standing,
    target_fits,
)

ALLOWED = {
    (S.DRAFT, S.PROPOSED),
    (S.PROPOSED, S.VERIFIED),
    (S.PROPOSED, S.POSTPONED),
    (S.PROPOSED, S.REFUSED),
    (S.VERIFIED, S.BUDGETED),
    (S.VERIFIED, S.POSTPONED),
    (S.VERIFIED, S.REFUSED),
    (S.BUDGETED, S.CARRIED_OUT),
    (S.BUDGETED, S.POSTPONED),
    (S.BUDGETED, S.REFUSED),
    (S.POSTPONED, S.PROPOSED),
    (S.POSTPONED, S.REFUSED),
}


def test_exactly_these_steps_exist() -> None:
    pairs = [(before, after) for before in S for after in S if find_move(before, after)]
    assert set(pairs) == ALLOWED
    assert len(MOVES) == len(ALLOWED)
    assert moves_from(S.CARRIED_OUT) == moves_from(S.REFUSED) == moves_from("anything") == ()


def test_stopping_needs_a_reason_and_only_proposing_needs_the_drafting_phase() -> None:
    assert {(m.before, m.after) for m in MOVES if m.needs_reason} == {
        pair for pair in ALLOWED if pair[1] in {S.POSTPONED, S.REFUSED}
    }
    only_drafting = [(m.before, m.after) for m in MOVES if m.any_of == (Action.EDIT_PLAN,)]
    assert only_drafting == [(S.DRAFT, S.PROPOSED)]
    others = {m.any_of for m in MOVES if m.before != S.DRAFT}
    assert others == {(Action.REPORT_PROGRESS, Action.EDIT_PLAN)}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Pelatihan Komputer Dasar", "pelatihan-komputer-dasar"),
        ("  Bimtek: «e-Kinerja» & SKP (2027)!", "bimtek-e-kinerja-skp-2027"),
        ("Élan déjà vu", "elan-deja-vu"),
        ("培训", "butir"),
        ("", "butir"),
        ("satu " * 30, "satu-satu-satu-satu-satu-satu-satu-satu-satu-satu-satu-satu"),
        ("a" * 100, "a" * 60),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_new_keys_of_one_title_differ_and_begin_readable() -> None:
    keys = {new_key("Pelatihan komputer") for _ in range(20)}
    assert len(keys) > 1
    assert all(key.startswith("pelatihan-komputer-") and len(key) == 23 for key in keys)


def test_the_kinds_are_the_25_codes_of_siasn() -> None:
    assert list(DEVELOPMENT_KINDS) == list(range(1, 26))
    non_classical = [code for code, kind in DEVELOPMENT_KINDS.items() if not kind.classical]
    assert non_classical == [10, *range(14, 26)]
    assert (DEVELOPMENT_KINDS[8].name_id, DEVELOPMENT_KINDS[8].path) == ("Bimbingan Teknis", CLASSICAL)
    assert (DEVELOPMENT_KINDS[15].name_en, DEVELOPMENT_KINDS[15].path) == ("Mentoring", NON_CLASSICAL)
    assert all(kind.name_id and kind.name_en for kind in DEVELOPMENT_KINDS.values())


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share", "word"),
    [
        ("35", "20", "35", "0", Standing.NOT_YET),
        ("35", "20", "23.76", "0.74933333333333333333", Standing.NOT_YET),
        ("35", "20", "23.75", "0.75", Standing.NEAR),
        ("35", "20", "20.001", "0.99993333333333333333", Standing.NEAR),
        ("35", "20", "20", "1", Standing.REACHED),
        ("35", "20", "5", "2", Standing.REACHED),
        ("35", "20", "38", "-0.2", Standing.NOT_YET),
        ("3.02", "3.40", "3.21", "0.5", Standing.NOT_YET),
        ("3.02", "3.40", "3.305", "0.75", Standing.NEAR),
        ("-2", "2", "0", "0.5", Standing.NOT_YET),
    ],
)
def test_share_of_the_way_is_exact(
    baseline: str, target: str, value: str, share: str, word: Standing
) -> None:
    found = achieved_share(baseline=Decimal(baseline), target=Decimal(target), value=Decimal(value))
    assert found.quantize(Decimal("1e-20")) == Decimal(share).quantize(Decimal("1e-20"))
    assert standing(found) == word


def test_without_a_measurement_there_is_no_share() -> None:
    assert standing(None) == Standing.NOT_MEASURED


@pytest.mark.parametrize(
    ("share", "shown"),
    [("0.99996", "99.9"), ("0.7499", "74.9"), ("1", "100.0"), ("-0.0001", "0.0"), ("-0.256", "-25.6")],
)
def test_percent_is_cut_so_that_it_never_says_more_than_the_words(share: str, shown: str) -> None:
    assert str(percent(Decimal(share))) == shown


def test_target_lies_on_the_side_of_the_direction() -> None:
    def fits(target: int, decreases: bool) -> bool:
        return target_fits(baseline=Decimal(10), target=Decimal(target), decreases=decreases)

    assert [fits(t, True) for t in (9, 10, 11)] == [True, False, False]
    assert [fits(t, False) for t in (9, 10, 11)] == [False, False, True]


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        (["34.5", "26.2", "18.75", "20"], ("15", "35")),
        (["41", "20", "15"], ("0", "50")),
        (["3.02", "3.21", "3.4"], ("3.00", "3.40")),
        (["0", "7"], ("0", "8")),
        (["-3", "5"], ("-5", "5")),
        (["1200", "90000"], ("0", "100000")),
    ],
)
def test_axis_has_round_ends_around_all_values(values: list[str], ends: tuple[str, str]) -> None:
    low, high = scale_ends([Decimal(v) for v in values])
    assert (low, high) == (Decimal(ends[0]), Decimal(ends[1]))


@given(st.lists(st.decimals(-99999, 99999, places=3), min_size=2, max_size=6))
def test_axis_always_holds_all_values(values: list[Decimal]) -> None:
    low, high = scale_ends(values)
    assert low <= min(values)
    assert max(values) <= high
    assert low < high

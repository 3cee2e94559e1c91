"""The open formula: between 0 and 1, never against a criterion, the same however the weights are scaled."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.needing.enums import Hand, Stage
from plan.needing.priority import EVEN, Criterion, Facts, parts_of, rank, score
from plan.needing.rules import gap, stage_moves

NRR = st.one_of(st.none(), st.decimals(1, 4, places=2))
FACTS = st.builds(
    lambda key, people, more, units, rest, nrr, legal, urgency: Facts(
        key, people, people + more, units, units + rest, nrr, legal, urgency
    ),
    st.text("abc", min_size=1, max_size=6),
    st.integers(0, 100_000),
    st.integers(0, 100_000),
    st.integers(0, 40),
    st.integers(0, 40),
    NRR,
    st.booleans(),
    st.one_of(st.none(), st.integers(1, 5)),
)
WEIGHTS = st.fixed_dictionaries({c: st.integers(0, 100) for c in Criterion}).filter(lambda w: any(w.values()))
BETTER = {
    Criterion.PEOPLE: lambda f, n: replace(f, people=min(f.people + n, f.most)),
    Criterion.SPREAD: lambda f, n: replace(f, units=min(f.units + n, f.all_units)),
    Criterion.SKM: lambda f, n: replace(f, nrr=max(f.nrr - n, Decimal(1)) if f.nrr else Decimal(4)),
    Criterion.LEGAL: lambda f, n: replace(f, legal=True),
    Criterion.URGENCY: lambda f, n: replace(f, urgency=min((f.urgency or 1) + n, 5)),
}


def plain(key: str = "a", **changes: object) -> Facts:
    base = Facts(key, people=9, most=99, units=3, all_units=12, nrr=Decimal("2.5"), legal=True, urgency=3)
    return replace(base, **changes)  # type: ignore[arg-type]


@given(FACTS, WEIGHTS)
def test_a_score_is_between_0_and_1_and_so_is_every_part(facts: Facts, weights: dict[Criterion, int]) -> None:
    parts = parts_of(facts)
    assert all(0 <= part <= 1 for part in parts.values())
    assert 0 <= score(parts, weights) <= 1


@given(FACTS, WEIGHTS, st.sampled_from(Criterion), st.integers(1, 50))
def test_more_of_a_criterion_never_lowers_the_score(
    facts: Facts, weights: dict[Criterion, int], criterion: Criterion, more: int
) -> None:
    better = BETTER[criterion](facts, more)
    assert score(parts_of(better), weights) >= score(parts_of(facts), weights)


@given(st.lists(FACTS, max_size=8, unique_by=lambda f: f.key), WEIGHTS, st.integers(1, 1000))
def test_scaled_weights_give_the_same_order_and_ties_go_by_key(
    needs: list[Facts], weights: dict[Criterion, int], factor: int
) -> None:
    order = rank(needs, weights)
    assert rank(needs, {c: w * factor for c, w in weights.items()}) == order
    assert rank(needs[::-1], weights) == order
    assert [r.place for r in order] == list(range(1, len(needs) + 1))
    assert [(-r.score, r.key) for r in order] == sorted((-r.score, r.key) for r in order)


def test_the_parts_of_a_need_are_these() -> None:
    assert parts_of(plain()) == {
        Criterion.PEOPLE: Fraction(1, 2),  # log 10 / log 100
        Criterion.SPREAD: Fraction(1, 4),
        Criterion.SKM: Fraction(1, 2),
        Criterion.LEGAL: 1,
        Criterion.URGENCY: Fraction(1, 2),
    }
    nothing = parts_of(Facts("b", 0, 0, 0, 0, None, legal=False, urgency=None))
    assert nothing == dict.fromkeys(Criterion, 0)


def test_points_are_the_weighted_mean_of_100() -> None:
    (only,) = rank([plain()], EVEN)
    assert (only.place, only.points) == (1, Decimal("55.0"))
    (only,) = rank([plain()], {**dict.fromkeys(Criterion, 0), Criterion.LEGAL: 1, Criterion.SPREAD: 2})
    assert only.points == Decimal("50.0")


@pytest.mark.parametrize(
    ("criterion", "first"),
    [(Criterion.PEOPLE, "many"), (Criterion.SPREAD, "wide"), (Criterion.URGENCY, "now")],
)
def test_the_weight_of_a_criterion_alone_decides(criterion: Criterion, first: str) -> None:
    needs = [plain("many", people=99), plain("wide", units=12), plain("now", urgency=5), plain("plain")]
    assert rank(needs, {**dict.fromkeys(Criterion, 0), criterion: 7})[0].key == first


@pytest.mark.parametrize(
    ("required", "actual", "expected"), [(4, 2, 2), (3, 3, 0), (2, 5, 0), (None, 2, None), (3, None, None)]
)
def test_a_gap_is_what_is_missing_and_never_negative(
    required: int | None, actual: int | None, expected: int | None
) -> None:
    assert gap(required=required, actual=actual) == expected


def test_each_hand_has_its_steps() -> None:
    def after(stage: Stage, hand: Hand) -> list[Stage]:
        return [move.after for move in stage_moves(stage, frozenset({hand}))]

    assert {(s, h): after(s, h) for s in Stage for h in Hand if after(s, h)} == {
        (Stage.SURVEY, Hand.PLANNER): [Stage.INVENTORY],
        (Stage.INVENTORY, Hand.PLANNER): [Stage.SURVEY],
        (Stage.INVENTORY, Hand.SUPERIOR): [Stage.VERIFIED, Stage.SURVEY],
        (Stage.VERIFIED, Hand.PLANNER): [Stage.SURVEY],
        (Stage.VERIFIED, Hand.CHECKER): [Stage.VALIDATED, Stage.SURVEY],
        (Stage.VALIDATED, Hand.PLANNER): [Stage.PRIORITISED, Stage.SURVEY],
        (Stage.PRIORITISED, Hand.PLANNER): [Stage.SURVEY],
    }

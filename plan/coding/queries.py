"""Samples, how far each coder is, and the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef, ContributionSource
from core.errors import N_, NotFound
from plan.coding.models import Coding, CodingItem, CodingSample
from plan.coding.rules import agreed, kappa
from plan.models import ThemeRun
from plan.theme_voices import fetch_all


def samples_of(session: Session, run: ThemeRun) -> list[tuple[CodingSample, int, int]]:
    """Newest first, with how many items the first and the second coder have coded."""
    mine = select(CodingSample.id).where(CodingSample.run_id == run.id)
    rows = (
        select(Coding.sample_id, Coding.seat, func.count())
        .where(Coding.sample_id.in_(mine))
        .group_by(Coding.sample_id, Coding.seat)
    )
    done = {(sample_id, seat): count for sample_id, seat, count in session.execute(rows)}
    query = select(CodingSample).where(CodingSample.run_id == run.id).order_by(CodingSample.id.desc())
    return [(one, done.get((one.id, 1), 0), done.get((one.id, 2), 0)) for one in session.scalars(query)]


def sample_by_key(session: Session, run_id: int, key: str) -> CodingSample:
    """A sample of a run."""
    sample = session.scalar(
        select(CodingSample).where(CodingSample.run_id == run_id, CodingSample.key == key)
    )
    if sample is None:
        raise NotFound(N_("Sampel itu tidak ada."))
    return sample


def seat_of(sample: CodingSample, account_id: int) -> int | None:
    """Which of the two a person is."""
    seats = {sample.first_id: 1, sample.second_id: 2}
    return seats.get(account_id)


def items_of(session: Session, sample: CodingSample) -> list[CodingItem]:
    """In the order in which they are read."""
    query = select(CodingItem).where(CodingItem.sample_id == sample.id).order_by(CodingItem.position)
    return list(session.scalars(query))


def codings_of(session: Session, sample: CodingSample) -> dict[tuple[int, int], str | None]:
    """What was said, by position and seat."""
    rows = select(Coding.position, Coding.seat, Coding.theme_key).where(Coding.sample_id == sample.id)
    return {(position, seat): theme for position, seat, theme in session.execute(rows)}


def progress(session: Session, sample: CodingSample) -> tuple[int, int]:
    """How many items the first and the second have coded."""
    rows = select(Coding.seat, func.count()).where(Coding.sample_id == sample.id).group_by(Coding.seat)
    done: dict[int, int] = dict(session.execute(rows).all())
    return done.get(1, 0), done.get(2, 0)


def is_complete(session: Session, sample: CodingSample) -> bool:
    """Both have read everything."""
    return progress(session, sample) == (sample.size, sample.size)


def next_item(session: Session, sample: CodingSample, seat: int | None) -> CodingItem | None:
    """The first that this coder has not coded; None where all are."""
    done = select(Coding.position).where(Coding.sample_id == sample.id, Coding.seat == (seat or 0))
    return session.scalar(
        select(CodingItem)
        .where(CodingItem.sample_id == sample.id, CodingItem.position.not_in(done))
        .order_by(CodingItem.position)
        .limit(1)
    )


def item_at(session: Session, sample: CodingSample, position: int) -> CodingItem | None:
    """One item."""
    return session.get(CodingItem, (sample.id, position))


def text_of(session: Session, item: CodingItem, sources: Sequence[ContributionSource]) -> Contribution | None:
    """What was said; None where it was taken back meanwhile."""
    ref = ContributionRef(item.contribution_kind, item.contribution_key, item.contribution_field)
    return fetch_all(session, [ref], sources).get(ref)


@dataclass(frozen=True)
class Agreement:
    """Two readings of the same items. `kappa` is None where it cannot be computed."""

    items: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True)
class Disagreement:
    """An item that the two read differently, with what the machine said; the keys of themes, "" for none."""

    text: str | None
    first: str
    second: str
    machine: str


@dataclass(frozen=True)
class Result:
    """What both said, once both are done. Items whose text was gone for one of them do not count."""

    people: Agreement
    machine_first: Agreement
    machine_second: Agreement
    disagreements: tuple[Disagreement, ...]


def result_of(session: Session, sample: CodingSample, sources: Sequence[ContributionSource]) -> Result | None:
    """None until both are done: nobody sees the other's answers before."""
    if not is_complete(session, sample):
        return None
    said = codings_of(session, sample)
    read: list[tuple[CodingItem, str, str]] = []
    for item in items_of(session, sample):
        one, two = said[item.position, 1], said[item.position, 2]
        if one is not None and two is not None:
            read.append((item, one, two))
    different = [row for row in read if row[1] != row[2]]
    refs = [
        ContributionRef(item.contribution_kind, item.contribution_key, item.contribution_field)
        for item, _, _ in different
    ]
    texts = fetch_all(session, refs, sources)
    return Result(
        _agreement([(one, two) for _, one, two in read]),
        _agreement([(item.machine_key, one) for item, one, _ in read]),
        _agreement([(item.machine_key, two) for item, _, two in read]),
        tuple(
            Disagreement(texts[ref].text if ref in texts else None, one, two, item.machine_key)
            for ref, (item, one, two) in zip(refs, different, strict=True)
        ),
    )


def _agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    return Agreement(len(pairs), agreed(pairs), kappa(pairs))

"""Draw a sample, take one of its two seats, code an item, take over what both agree on."""

import secrets
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.contributions import ContributionRef
from core.errors import N_, Conflict, Invalid, NotAllowed
from core.sql import insert_into
from plan.coding.models import Coding, CodingItem, CodingSample
from plan.coding.queries import codings_of, is_complete, items_of, seat_of
from plan.coding.rules import LARGEST, SMALLEST, shares
from plan.deciding import begin_deciding
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.needs import random_key
from plan.workbench.placing import place_together

_DONE = N_("Sampel ini sudah selesai dikode, jadi jawabannya tidak berubah lagi.")


def draw_sample(session: Session, run: ThemeRun, *, size: int, actor_id: int | None) -> CodingSample:
    """Draw by chance from every theme of the newest run, the unclassified included."""
    begin_deciding(session, run)
    if not SMALLEST <= size <= LARGEST:
        raise Invalid(N_("Ukuran sampel antara %(least)s dan %(most)s."), least=SMALLEST, most=LARGEST)
    drawn = _draw(_strata(session, run), size)
    if not drawn:
        raise Invalid(N_("Belum ada masukan yang dapat dibaca pada proses ini."))
    sample = CodingSample(key=random_key("sampel"), run_id=run.id, size=len(drawn), created_by=actor_id)
    session.add(sample)
    session.flush()
    rows = [
        {
            "sample_id": sample.id,
            "position": place,
            "contribution_kind": ref.kind,
            "contribution_key": ref.key,
            "contribution_field": ref.field,
            "machine_key": theme,
        }
        for place, (theme, ref) in enumerate(drawn, 1)
    ]
    session.execute(insert(CodingItem), rows)
    _record(session, sample, "coding.draw", actor_id, size=sample.size)
    return sample


def _strata(session: Session, run: ThemeRun) -> dict[str, list[ContributionRef]]:
    found = ThemeAssignment
    rows = session.execute(
        select(Theme.theme_key, found.contribution_kind, found.contribution_key, found.contribution_field)
        .select_from(found)
        .outerjoin(Theme, Theme.id == found.theme_id)
        .where(found.run_id == run.id, found.rank == 1)
    )
    strata: dict[str, list[ContributionRef]] = defaultdict(list)
    for theme, kind, key, field in rows:
        strata[theme or ""].append(ContributionRef(kind, key, field))
    return strata


def _draw(strata: dict[str, list[ContributionRef]], size: int) -> list[tuple[str, ContributionRef]]:
    chance = secrets.SystemRandom()
    taken = shares({key: len(refs) for key, refs in strata.items()}, size)
    drawn = [(key, ref) for key, count in taken.items() for ref in chance.sample(strata[key], count)]
    chance.shuffle(drawn)
    return drawn


def take_seat(session: Session, sample: CodingSample, *, actor_id: int) -> int:
    """1 or 2; whoever comes third finds none. One person never takes both: the UPDATE says so."""
    session.refresh(sample)
    seat = seat_of(sample, actor_id)
    mine = CodingSample.id == sample.id
    other = {
        CodingSample.first_id: or_(CodingSample.second_id.is_(None), CodingSample.second_id != actor_id),
        CodingSample.second_id: or_(CodingSample.first_id.is_(None), CodingSample.first_id != actor_id),
    }
    for number, (column, free) in enumerate(other.items(), 1):
        if seat is not None:
            break
        taken = session.execute(
            update(CodingSample)
            .where(and_(mine, column.is_(None), free))
            .values({column: actor_id})
            .returning(CodingSample.id)
        ).scalar()
        seat = number if taken is not None else None
    if seat is None:
        raise NotAllowed(N_("Sampel ini sudah dikode dua orang lain."))
    session.refresh(sample)
    return seat


def code_item(
    session: Session, sample: CodingSample, *, position: int, theme_key: str | None, actor_id: int
) -> None:
    """Say which theme an item belongs to ("": none, None: its text is gone), as long as not both are done."""
    seat = take_seat(session, sample, actor_id=actor_id)
    if is_complete(session, sample):
        raise Conflict(_DONE)
    known = {theme.theme_key for theme in sample.run.themes}
    if not 1 <= position <= sample.size or theme_key not in {*known, "", None}:
        raise Invalid(N_("Pilih salah satu tema."))
    said = insert_into(session, Coding).values(
        sample_id=sample.id, position=position, seat=seat, theme_key=theme_key
    )
    key = ["sample_id", "position", "seat"]
    session.execute(said.on_conflict_do_update(index_elements=key, set_={"theme_key": theme_key}))


def take_over(session: Session, sample: CodingSample, *, actor_id: int | None) -> int:
    """Put every contribution that both read alike under its theme and lock it there; once."""
    begin_deciding(session, sample.run)
    if not is_complete(session, sample):
        raise Conflict(N_("Tunggu sampai kedua orang selesai mengode."))
    first = session.execute(
        update(CodingSample)
        .where(CodingSample.id == sample.id, CodingSample.taken_over_at.is_(None))
        .values(taken_over_at=utc_now())
        .returning(CodingSample.id)
    ).scalar()
    if first is None:
        raise Conflict(N_("Hasil sampel ini sudah dipakai."))
    count = 0
    for theme_key, refs in sorted(_agreed(session, sample).items()):
        theme = next(theme for theme in sample.run.themes if theme.theme_key == theme_key)
        count += place_together(
            session, sample.run, refs, to=theme, action="coding.take_over", actor_id=actor_id
        )
    _record(session, sample, "coding.take_over", actor_id, contributions=count)
    return count


def _agreed(session: Session, sample: CodingSample) -> dict[str, Sequence[ContributionRef]]:
    """The contributions that both put under the same theme, by its key."""
    said = codings_of(session, sample)
    found: dict[str, list[ContributionRef]] = defaultdict(list)
    for item in items_of(session, sample):
        one, two = said.get((item.position, 1)), said.get((item.position, 2))
        if one and one == two:
            found[one].append(
                ContributionRef(item.contribution_kind, item.contribution_key, item.contribution_field)
            )
    return dict(found)


def _record(
    session: Session, sample: CodingSample, action: str, actor_id: int | None, **facts: object
) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="coding_sample", key=sample.key, **facts)

"""The free texts of final answers, as the analysis and the plan see them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef, Gone
from surveys.answer_models import Answer, Tombstone
from surveys.definition import questions_of
from surveys.enums import Gone as Reason
from surveys.models import Survey, SurveyVersion
from surveys.questions import answerable, kind_of

KIND = "survey_answer"
_AT_ONCE = 500


def free_text_fields(version: SurveyVersion) -> tuple[str, ...]:
    """The questions of a version that are answered in one's own words."""
    return tuple(q.name for q in answerable(questions_of(version)) if kind_of(q).is_free_text)


def refs_of(key: str, version: SurveyVersion, body: Mapping[str, object]) -> tuple[ContributionRef, ...]:
    """The contributions of one answer."""
    return tuple(ContributionRef(KIND, key, name) for name in free_text_fields(version) if body.get(name))


def of_cycle(session: Session, cycle_id: int) -> Iterator[Contribution]:
    """Every free text of the cycle's final answers, in the order of the answers' random keys."""
    surveys = session.execute(select(Survey.id, Survey.purpose).where(Survey.cycle_id == cycle_id))
    purposes = {row.id: row.purpose for row in surveys}
    versions = session.scalars(select(SurveyVersion).where(SurveyVersion.survey_id.in_(purposes)))
    fields = {version.id: free_text_fields(version) for version in versions}
    rows = session.execute(
        select(Answer.key, Answer.survey_id, Answer.version_id, Answer.unit_id, Answer.body)
        .where(Answer.survey_id.in_(purposes))
        .order_by(Answer.key)
        .execution_options(yield_per=1000)
    )
    for row in rows:
        for name in fields[row.version_id]:
            if row.body.get(name):
                ref = ContributionRef(KIND, row.key, name)
                yield Contribution(ref, purposes[row.survey_id], str(row.body[name]), row.unit_id)


def fetch(session: Session, refs: Sequence[ContributionRef]) -> list[Contribution]:
    """Those contributions that still exist, in the order asked for."""
    keys = sorted({ref.key for ref in refs if ref.kind == KIND})
    found: dict[ContributionRef, Contribution] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = session.execute(
            select(Answer.key, Answer.unit_id, Answer.body, Survey.purpose, SurveyVersion)
            .join(Survey, Survey.id == Answer.survey_id)
            .join(SurveyVersion, SurveyVersion.id == Answer.version_id)
            .where(Answer.key.in_(keys[start : start + _AT_ONCE]))
        )
        for key, unit_id, body, purpose, version in rows:
            for ref in refs_of(key, version, body):
                found[ref] = Contribution(ref, purpose, str(body[ref.field]), unit_id)
    return [found[ref] for ref in refs if ref in found]


def gone(session: Session, refs: Sequence[ContributionRef]) -> dict[ContributionRef, Gone]:
    """Of those contributions, the ones that their writers took back or replaced."""
    keys = sorted({ref.key for ref in refs if ref.kind == KIND})
    found: dict[ContributionRef, Gone] = {}
    for start in range(0, len(keys), _AT_ONCE):
        among = Tombstone.contribution_key.in_(keys[start : start + _AT_ONCE])
        for stone in session.scalars(select(Tombstone).where(among)):
            ref = ContributionRef(stone.contribution_kind, stone.contribution_key, stone.contribution_field)
            found[ref] = Gone(stone.number, replaced=stone.reason == Reason.REPLACED)
    return {ref: found[ref] for ref in refs if ref in found}

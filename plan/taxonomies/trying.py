"""Try a draft with some sentences: a job reads them, only who asked sees them, and nothing of them is kept."""

import secrets
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.base import utc_now
from core.errors import N_, Invalid
from core.jobs.services import enqueue
from core.slices import JobEffect, JobHandler
from core.sql import erase_bytes_after_commit
from plan.taxonomies.content import Content
from plan.taxonomies.enums import TrialState
from plan.taxonomies.lines import one_line
from plan.taxonomies.models import Taxonomy, TaxonomyDraft, TaxonomyTrial
from plan.taxonomies.queries import draft_of
from plan.taxonomies.rules import check

TRY_TAXONOMY = "plan.try_taxonomy"
MOST_SENTENCES = 20
LONGEST_SENTENCE = 1000
# Theme, second theme, sureness: of each sentence.
Found = tuple[str | None, str | None, float]
Reader = Callable[[Content, Sequence[str]], list[Found]]


def sentences_of(pasted: str) -> list[str]:
    """One a line, without empty lines. Raises Invalid when there are none, too many, or one is too long."""
    found = [line for line in map(one_line, pasted.splitlines()) if line]
    if not found:
        raise Invalid(N_("Tulis paling sedikit satu kalimat."))
    if len(found) > MOST_SENTENCES:
        raise Invalid(
            N_("Ada %(count)d kalimat: paling banyak %(max)d sekali coba."),
            count=len(found),
            max=MOST_SENTENCES,
        )
    if any(len(one) > LONGEST_SENTENCE for one in found):
        raise Invalid(N_("Satu kalimat paling panjang %(max)d huruf."), max=LONGEST_SENTENCE)
    return found


def start_trial(session: Session, taxonomy: Taxonomy, *, sentences: Sequence[str], actor_id: int) -> None:
    """Let a job read them under the draft. Whatever the same person tried before is erased.

    Nothing is written to the audit log: no decision is taken, and the sentences may be somebody's.
    """
    draft = draft_of(session, taxonomy)
    stops = [one for one in check(draft.told) if one.stops]
    if stops:
        raise Invalid(stops[0].message, **stops[0].params)
    forget_trial(session, taxonomy, actor_id=actor_id)
    trial = TaxonomyTrial(
        key=secrets.token_hex(16),
        taxonomy_id=taxonomy.id,
        created_by=actor_id,
        texts=list(sentences),
        revision=draft.revision,
        created_at=utc_now(),
    )
    session.add(trial)
    session.flush()
    enqueue(session, TRY_TAXONOMY, {"trial": trial.key})


def forget_trial(session: Session, taxonomy: Taxonomy, *, actor_id: int) -> None:
    """Erase what this person tried, to the last byte."""
    session.execute(
        delete(TaxonomyTrial).where(
            TaxonomyTrial.taxonomy_id == taxonomy.id, TaxonomyTrial.created_by == actor_id
        )
    )
    erase_bytes_after_commit(session)


def make_trial_handler(read: Reader) -> JobHandler:
    """The job: what is gone by then, or belongs to a draft that is gone, is not read."""

    def handle(session: Session, payload: Mapping[str, object]) -> JobEffect:
        trial = session.get(TaxonomyTrial, payload["trial"])
        draft = session.get(TaxonomyDraft, trial.taxonomy_id) if trial else None
        if trial is None or draft is None or trial.state != TrialState.QUEUED:
            return lambda _session: None
        key, texts, content = trial.key, [str(one) for one in trial.texts], draft.told
        try:
            found: list[object] = [list(one) for one in read(content, texts)]
        except ValueError:
            # The analysis refuses this taxonomy: trying again would change nothing.
            return lambda writing: _end(writing, key, TrialState.FAILED, [])
        return lambda writing: _end(writing, key, TrialState.DONE, found)

    return handle


def _end(session: Session, key: str, state: TrialState, found: list[object]) -> None:
    session.execute(
        update(TaxonomyTrial)
        .where(TaxonomyTrial.key == key, TaxonomyTrial.state == TrialState.QUEUED)
        .values(state=state, found=found)
    )

"""The job that reads the themes of a cycle's free texts. With `plan.theme_model` it alone knows the analysis."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionSource
from core.slices import JobEffect, JobHandler
from plan.enums import NO_TAXONOMY, RunState
from plan.findings import Findings, FoundAssignment
from plan.increment import Earlier, earlier_reading, joined, to_read
from plan.models import ThemeRun
from plan.progress import ProgressReport, RunCancelledError
from plan.proposing import ASKED, ask_first, found_themes, kept_settings, quote_places
from plan.runs import bury_runs, fail_run, finish_run
from plan.taxonomies.content import Content
from plan.theme_model import Keep, Model, ModelFactory, release, theme_model
from plan.vectors import KeptVectors, Open, Wanted, opener, sweep
from plan.workbench.models import NO_THEME_KEY
from plan.workbench.teaching import Teaching, taught

if TYPE_CHECKING:
    from analysis.vectors import Progress


# So many times the texts that are left of the last search may be read and its themes still be a beginning.
GROWN = 1.5
# So many of the texts that were read before show a reading of new ones what such texts are like.
OTHERS = 500
Sources = Callable[[], Iterable[ContributionSource]]


def make_handler(
    sources: Sources, model: ModelFactory = theme_model, secret: Callable[[], str] | None = None
) -> JobHandler:
    """The job `plan.run_themes` over the contributions of these sources.

    Vectors are kept between runs under the server's key; without it none are.
    """

    def handle(session: Session, payload: Mapping[str, object]) -> JobEffect:
        run = session.get(ThemeRun, payload["run_id"])
        if run is None or run.state != RunState.QUEUED:
            return lambda _session: None
        run_id, taxonomy, n_themes, given = run.id, run.taxonomy, run.n_themes, tuple(sources())
        said = gather(session, given, cycle_id=run.cycle_id, purpose=run.purpose)
        teaching, earlier = taught(session, run), earlier_reading(session, run)
        content = run.taxonomy_version.told if run.taxonomy_version else None
        beside = opener(session.get_bind())
        # What is erased while this runs must not be kept readable in SQLite's log by a reader of an older state.
        session.rollback()
        keep = partial(_kept, beside, given, secret()) if secret else None
        progress = ProgressReport(beside, run_id)
        try:
            progress("texts", 0, len(said))
            findings = analyse(
                said,
                taxonomy,
                model,
                teaching,
                n_themes=n_themes,
                earlier=earlier,
                keep=keep,
                progress=progress,
                content=content,
            )
        except RunCancelledError:
            return lambda _session: None
        except ValueError as error:
            # The analysis refuses these texts or its own data: trying again would change nothing.
            name = type(error).__name__
            return lambda session: fail_run(session, run_id, error=name)
        finally:
            release()
        sweep(beside, given)
        return lambda session: finish_run(session, run_id, findings)

    return handle


def bury_handler(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """Periodic: say on the page that a run was given up."""
    return bury_runs


def gather(
    session: Session, sources: Iterable[ContributionSource], *, cycle_id: int, purpose: str
) -> list[Contribution]:
    """Every contribution of the cycle with this purpose, each once, in the order of their random keys."""
    found = {
        c.ref: c for source in sources for c in source.of_cycle(session, cycle_id) if c.purpose == purpose
    }
    return [found[ref] for ref in sorted(found)]


def analyse(
    said: Sequence[Contribution],
    taxonomy: str,
    model: ModelFactory = theme_model,
    teaching: Teaching | None = None,
    *,
    earlier: Earlier | None = None,
    **how: Any,
) -> Findings:
    """Read the themes, having learned what people taught; `how` as for `read_all`.

    With an `earlier` run only what is new is read, unless the model turns out to be another one.
    """
    teaching = teaching or Teaching()
    if earlier is not None:
        from analysis.asks import FRAMES
        from analysis.folding import folds

        some = to_read(said, earlier, teaching.labels)
        found = read_all(some, taxonomy, model, teaching, others=_others(said, some), **how)
        if not some or earlier.same_model(found.settings):
            alike = folds([c.text for c in said], salt=secrets.token_bytes(16))
            return joined(said, earlier, found, alike, FRAMES)
    return read_all(said, taxonomy, model, teaching, **how)


def read_all(
    said: Sequence[Contribution],
    taxonomy: str,
    model: ModelFactory,
    teaching: Teaching,
    *,
    n_themes: int | None = None,
    keep: Keep | None = None,
    progress: Progress | None = None,
    content: Content | None = None,
    others: Sequence[Contribution] = (),
) -> Findings:
    """Read all of these; the `others`, read before, show what such texts are like. Without a text there is nothing to load a model for."""
    if not said:
        return Findings()
    from analysis.asks import FRAMES
    from analysis.folding import folds

    texts = [c.text for c in said]
    stages = {
        **how_many(taxonomy, n_themes, teaching, said),
        **({"content": content} if content else {}),
    }
    fitted = model(taxonomy, teaching.own, **stages)
    labels = labels_for(fitted.taxonomy, [teaching.labels.get(c.ref) for c in said])
    fitted.progress, fitted.others = progress, [c.text for c in others]
    with closing(keep([*said, *others], fitted)) if keep else nullcontext() as fitted.cache:
        fitted.fit(texts, labels if any(labels) else None)
    report, alike = fitted.report_, folds(texts, salt=secrets.token_bytes(16))
    asked = ask_first(
        fitted.ask(2 * ASKED), alike, {at for at, c in enumerate(said) if c.ref in teaching.labels}
    )
    quotes = quote_places(said, [reading.theme for reading in fitted.readings_], report.themes)
    known = {*filter(None, labels), *(one.theme_key for one in teaching.own)}
    return Findings(
        settings=kept_settings(
            {"version": report.version, **report.settings}, sum(label is not None for label in labels)
        ),
        quality={**report.quality, **_ours(alike, stages)},
        themes=tuple(
            found_themes(report, fitted.readings_, said, known=known, taxonomy=taxonomy, frames=FRAMES)
        ),
        assignments=tuple(
            FoundAssignment(
                c.ref,
                reading.theme,
                reading.second,
                reading.confidence,
                at in quotes,
                alike[at],
                c.unit_id,
                reading.sub or "",
                reading.unclear,
                asked.get(at),
            )
            for at, (c, reading) in enumerate(zip(said, fitted.readings_, strict=True))
        ),
    )


def _others(said: Sequence[Contribution], some: Sequence[Contribution]) -> list[Contribution]:
    """In the order of their random keys."""
    refs = {one.ref for one in some}
    return [one for one in said if one.ref not in refs][:OTHERS]


def _ours(alike: Sequence[str], stages: Mapping[str, object]) -> dict[str, object]:
    """What a run says beside the report: how many texts differ, and whether it was led by an earlier search."""
    led = {"goes_on": True} if "before" in stages else {}
    return {"different": len(set(alike)), **led}


def how_many(
    taxonomy: str, n_themes: int | None, teaching: Teaching, said: Sequence[Contribution]
) -> dict[str, object]:
    """Where a search without a list begins, as stages of the model; nothing where it is to find that out itself.

    Without a number it goes on from where the last search had the texts that are still there, unless so much is new that
    its themes are of another time.
    Where people taught some themes and nothing leads it, it looks for one more than they taught at least: else theirs would
    be all there is.
    """
    if taxonomy != NO_TAXONOMY:
        return {}
    told = {key for key in teaching.labels.values() if key}
    still = [(c.text, teaching.before[c.ref]) for c in said if c.ref in teaching.before]
    goes_on = n_themes is None and len(said) <= GROWN * len(still)
    before = [(text, place.theme_key, place.sure) for text, place in still if goes_on]
    led = any(key for _, key, _ in before)
    wanted = n_themes or (max(teaching.themes, len(told) + 1) if told and not led else None)
    return {**({"n_themes": wanted} if wanted else {}), **({"before": before} if led else {})}


def labels_for(taxonomy: object, told: Sequence[str | None]) -> list[str | None]:
    """What people said, as the model takes it: "fits none" by its own word, themes it does not know left out.

    A search without a list has no word for "fits none".
    """
    from analysis.taxonomy import Taxonomy

    if not isinstance(taxonomy, Taxonomy):
        return [key or None for key in told]
    known = {key: key for key in taxonomy.keys} | {NO_THEME_KEY: taxonomy.negative}
    return [known.get(key) if key is not None else None for key in told]


def _kept(
    beside: Open,
    sources: Sequence[ContributionSource],
    secret: str,
    said: Sequence[Contribution],
    model: Model,
) -> KeptVectors:
    """The vectors this model will ask for, as far as they are known."""
    from analysis.encoders import choose_encoders
    from analysis.normalise import IndonesianNormaliser
    from analysis.vectors import vector_key

    encoders, normalise = choose_encoders(model.encoders), IndonesianNormaliser()
    wanted = [
        Wanted(one, encoder.name, vector_key(encoder, wording))
        for one, wording in ((one, normalise(one.text).wording) for one in said if encoders)
        for encoder in encoders
    ]
    return KeptVectors(beside, sources, wanted, secret=secret)

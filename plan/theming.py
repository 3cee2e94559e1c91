"""The job that reads the themes of a cycle's free texts. The only module here that knows the analysis."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, Self

from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionSource
from core.slices import JobEffect, JobHandler
from plan.enums import RunState
from plan.findings import Findings, FoundAssignment, FoundTheme
from plan.models import ThemeRun
from plan.runs import bury_runs, fail_run, finish_run
from plan.workbench.folding import folds
from plan.workbench.teaching import OwnTheme, Teaching, taught

if TYPE_CHECKING:
    from analysis.report import ThemeReport, ThemeSummary


# So many answers must use a word before it stands under a theme.
USED_BY = 2


class Model(Protocol):
    """As much of ThemeModel as a run needs."""

    labels_: list[str | None]
    second_: list[str | None]
    confidence_: list[float]
    report_: ThemeReport

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self: ...


class ModelFactory(Protocol):
    """A model of a taxonomy, and of the themes that people added to it."""

    def __call__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /) -> Model: ...


Sources = Callable[[], Iterable[ContributionSource]]


def _theme_model(taxonomy: str, own: Sequence[OwnTheme] = ()) -> Model:
    from analysis import ThemeModel  # heavy: only where a job runs
    from analysis.taxonomy import Taxonomy, Theme, shipped_taxonomy

    if not own:
        return ThemeModel(taxonomy)
    base = shipped_taxonomy(taxonomy)
    added = (Theme(one.theme_key, one.name_id, one.name_en or one.name_id, one.meaning) for one in own)
    return ThemeModel(Taxonomy(base.key, (*base.themes, *added), base.examples, base.negative))


def make_handler(sources: Sources, model: ModelFactory = _theme_model) -> JobHandler:
    """The job `plan.run_themes` over the contributions of these sources."""

    def handle(session: Session, payload: Mapping[str, object]) -> JobEffect:
        run = session.get(ThemeRun, payload["run_id"])
        if run is None or run.state != RunState.QUEUED:
            return lambda _session: None
        run_id = run.id
        said = gather(session, sources(), cycle_id=run.cycle_id, purpose=run.purpose)
        try:
            findings = analyse(said, run.taxonomy, model, taught(session, run.cycle_id, run.purpose))
        except ValueError as error:
            # The analysis refuses these texts or its own data: trying again would change nothing.
            name = type(error).__name__
            return lambda session: fail_run(session, run_id, error=name)
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
    model: ModelFactory = _theme_model,
    teaching: Teaching | None = None,
) -> Findings:
    """Read the themes, having learned what people taught. Without a text there is nothing to load a model for."""
    if not said:
        return Findings()
    teaching = teaching or Teaching()
    labels = [teaching.labels.get(c.ref) for c in said]
    fitted = model(taxonomy, teaching.own).fit([c.text for c in said], labels if any(labels) else None)
    report = fitted.report_
    alike = folds([c.text for c in said], salt=secrets.token_bytes(16))
    quotes = _quote_places(said, fitted.labels_, report.themes)
    spoken = {*fitted.labels_, *fitted.second_}
    used = _uses(said, {term for theme in report.themes for term in theme.terms})
    return Findings(
        settings=_settings(report.settings, sum(label is not None for label in labels)),
        quality=dict(report.quality),
        themes=tuple(
            FoundTheme(
                theme.id,
                theme.name_id,
                theme.name_en,
                tuple(term for term in theme.terms if used[term] >= USED_BY),
                theme.size,
            )
            for theme in report.themes
            if theme.id in spoken
        ),
        assignments=tuple(
            FoundAssignment(c.ref, label, second, confidence, place in quotes, alike[place], c.unit_id)
            for place, (c, label, second, confidence) in enumerate(
                zip(said, fitted.labels_, fitted.second_, fitted.confidence_, strict=True)
            )
        ),
    )


def _settings(settings: Mapping[str, object], learned: int) -> dict[str, object]:
    """What is kept of the report's settings. A taxonomy that people's labels were added to holds their texts."""
    kept = {**settings, "labels": learned} if learned else dict(settings)
    return {name: value for name, value in kept.items() if name != "taxonomy_content"}


def _uses(said: Sequence[Contribution], terms: Iterable[str]) -> dict[str, int]:
    """How many answers each of the words stands in.

    A word of one answer alone is a piece of its text, and would stay under the theme when its writer
    takes the answer back.
    """
    answers: dict[tuple[str, str], str] = {}
    for one in said:
        place = (one.ref.kind, one.ref.key)
        answers[place] = f"{answers.get(place, '')}\n{one.text.casefold()}"
    texts = list(answers.values())
    return {term: sum(term.casefold() in text for text in texts) for term in terms}


def _quote_places(
    said: Sequence[Contribution], labels: Sequence[str | None], themes: Sequence[ThemeSummary]
) -> set[int]:
    """Where the report's quotes stand; of equal texts in a theme the first."""
    first: dict[tuple[str | None, str], int] = {}
    for place, (contribution, label) in enumerate(zip(said, labels, strict=True)):
        first.setdefault((label, contribution.text), place)
    return {first[theme.id, quote] for theme in themes for quote in theme.quotes}

"""People's words for tests, a model that reads their theme from a mark, and the job run at once."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Self

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from analysis.reading import Reading
from analysis.report import ThemeReport, ThemeSummary
from core.contributions import Contribution, ContributionRef, ContributionSource, Gone
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from plan import runs, themes
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun
from plan.theme_model import ModelFactory
from plan.theming import make_handler
from plan.workbench.teaching import OwnTheme
from surveys.enums import Purpose
from tests import factories

KIND = "said"
NAMES = {"digital": ("Literasi digital", "Digital literacy"), "layanan": ("Layanan", "Service")}
NAMES["arsip"] = ("Kearsipan", "Archives")
_MARK = re.compile(r"\[(?P<theme>\w*)(?:/(?P<second>\w+))?\] ")


class Voices:
    """A slice's contributions. A text begins with its theme: "[digital] …", "[digital/arsip] …", "[] …"."""

    def __init__(self) -> None:
        self.said: list[tuple[int, Contribution]] = []
        self._numbers = count(1)
        self.gone: dict[ContributionRef, Gone] = {}
        self.source = ContributionSource(
            KIND,
            self._of_cycle,
            self._fetch,
            lambda _session, _code: None,
            gone=lambda _session, _refs: self.gone,
        )

    def say(
        self,
        cycle: Cycle,
        *texts: str,
        purpose: str = Purpose.ASPIRATION,
        key: str = "",
        unit_id: int | None = None,
    ) -> list[ContributionRef]:
        refs = []
        for text in texts:
            number = next(self._numbers)
            ref = ContributionRef(KIND, key or f"k{number:04d}", f"isi{number}" if key else "isi")
            self.said.append((cycle.id, Contribution(ref, purpose, text, unit_id)))
            refs.append(ref)
        return refs

    def take_back(self, ref: ContributionRef, gone: Gone | None = None) -> None:
        if gone is not None:
            self.gone[ref] = gone
        self.said = [(cycle, c) for cycle, c in self.said if c.ref != ref]

    def _of_cycle(self, _session: Session, cycle_id: int) -> Iterable[Contribution]:
        return [c for cycle, c in reversed(self.said) if cycle == cycle_id]

    def _fetch(self, _session: Session, refs: Sequence[ContributionRef]) -> list[Contribution]:
        known = {c.ref: c for _, c in self.said}
        return [known[ref] for ref in refs if ref in known]


class MarkModel:
    """Reads the mark. The first two texts of a theme are its quotes."""

    encoders = "none"

    def __init__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **stages: object) -> None:
        self.taxonomy, self.own, self.stages = taxonomy, own, stages

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        marks = [_MARK.match(text) for text in texts]
        assert all(marks), "a test text without a mark"
        self.readings_ = [Reading(m["theme"] or None, m["second"], 0.75, 0.1) for m in marks if m]
        labels = [reading.theme for reading in self.readings_]
        sizes = Counter(labels)
        own = {key: [t for t, label in zip(texts, labels, strict=True) if label == key] for key in NAMES}
        self.report_ = ThemeReport(
            1,
            {"taxonomy": self.taxonomy},
            {"texts": len(texts), "unclassified": sizes[None], "out_of_fold": 0},
            tuple(
                ThemeSummary(key, *NAMES[key], (key, f"hanya-{key}"), tuple(own[key][:2]), sizes[key])
                for key in NAMES
            ),
        )
        return self

    def ask(self, count: int) -> list[int]:
        """The last one first."""
        return list(reversed(range(len(self.readings_))))[:count]


def deciding_cycle(session: Session) -> Cycle:
    """A cycle whose phase opens decisions about themes and the plan."""
    cycle = factories.cycle(session)
    cycles.move_to_phase(session, cycle, phase=Phase.DRAFT, actor_id=None)
    return cycle


def queued_run(
    session: Session,
    cycle: Cycle,
    *,
    purpose: Purpose = Purpose.ASPIRATION,
    taxonomy: str = "",
    n_themes: int | None = None,
    only_new: bool = False,
) -> ThemeRun:
    return runs.start_run(
        session,
        cycle,
        purpose=purpose,
        taxonomy=taxonomy,
        n_themes=n_themes,
        only_new=only_new,
        actor_id=None,
    )


def do_job(session: Session, run: ThemeRun, voices: Voices, model: ModelFactory = MarkModel) -> None:
    """The job's reading and its effect, as the runner calls them."""
    session.commit()
    make_handler(lambda: (voices.source,), model)(session, {"run_id": run.id})(session)
    session.commit()
    session.expire_all()


def done_run(
    session: Session, cycle: Cycle, voices: Voices, *, purpose: Purpose = Purpose.ASPIRATION
) -> ThemeRun:
    run = queued_run(session, cycle, purpose=purpose)
    do_job(session, run, voices)
    return run


def theme_of(run: ThemeRun, theme_key: str) -> Theme:
    return next(theme for theme in run.themes if theme.theme_key == theme_key)


def accepted(session: Session, run: ThemeRun, theme_key: str, *, title: str = "") -> Need:
    need = themes.accept_theme(
        session,
        theme_of(run, theme_key),
        title_id=title or f"Kebutuhan {theme_key}",
        title_en="",
        actor_id=None,
    )
    session.commit()
    return need


def behind(session: Session, need: Need) -> dict[ContributionRef, bool]:
    """The contributions of a need, and whether each is a quote."""
    rows = session.scalars(select(NeedContribution).where(NeedContribution.need_id == need.id))
    return {
        ContributionRef(r.contribution_kind, r.contribution_key, r.contribution_field): r.is_quote
        for r in rows
    }


def assignments(session: Session, run: ThemeRun) -> set[tuple[ContributionRef, int, str | None, bool]]:
    """What a run stored: contribution, rank, taxonomy key, quote."""
    rows = session.execute(
        select(ThemeAssignment, Theme.theme_key)
        .outerjoin(Theme, Theme.id == ThemeAssignment.theme_id)
        .where(ThemeAssignment.run_id == run.id)
    )
    return {
        (
            ContributionRef(a.contribution_kind, a.contribution_key, a.contribution_field),
            a.rank,
            key,
            a.is_quote,
        )
        for a, key in rows
    }


def fresh(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)

"""ThemeModel: free text to themes, with scikit-learn's habits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from analysis import stored
from analysis.candidates import WithCandidates, unplaced, with_candidates
from analysis.crossfit import CrossFitReader, prepare
from analysis.discovery import Discovered, Steering, StemView, discover, steering_for
from analysis.discovery import restore as restore_found
from analysis.encoders import Encoder, choose_encoders
from analysis.folding import copies, near_copies
from analysis.folds import Folds, HashFolds
from analysis.normalise import IndonesianNormaliser, Normaliser, Shadow
from analysis.queue import most_useful
from analysis.reading import Reader, Reading
from analysis.refused import RefusedError
from analysis.report import FORMAT_VERSION, ThemeReport, reading_figures
from analysis.summary import Summariser
from analysis.supervision import supervised_taxonomy
from analysis.taxonomy import Taxonomy, shipped_taxonomy
from analysis.vectors import Progress, VectorCache
from analysis.views import CharacterView, SentenceView, View, WordView


class ThemeModel:
    """Reads the themes of a taxonomy in texts, or finds themes where there is none.

    `taxonomy` is the key of a shipped one, one of your own, or None: then the labels are the themes, or without labels
    the clusters of the texts. `encoders` is "auto", "none", a name, or encoders; `cache` keeps vectors between models;
    `progress` is told (stage, done, total); `before` has (text, key or "", sureness) of what an earlier search found: a search
    that no words of themes lead goes on from there as far as the texts allow. `others` were read before, and with those to be read they show what such texts are like (where themes are
    known; a search looks at what it reads). A taxonomy of keywords without examples leads the search for themes.
    """

    readings_: list[Reading]
    labels_: list[str | None]
    second_: list[str | None]
    confidence_: list[float]
    report_: ThemeReport
    _reader: Reader

    def __init__(
        self,
        taxonomy: str | Taxonomy | None = "asn",
        n_themes: int | None = None,
        seed: int = 0,
        *,
        normaliser: Normaliser | None = None,
        lexical: Sequence[View] | None = None,
        encoders: str | Sequence[Encoder] = "auto",
        folds: Folds | None = None,
        cache: VectorCache | None = None,
        progress: Progress | None = None,
        before: Sequence[tuple[str, str, float]] = (),
        others: Sequence[str] = (),
    ) -> None:
        self.taxonomy, self.n_themes, self.seed = taxonomy, n_themes, seed
        self.normaliser, self.lexical, self.encoders, self.folds = normaliser, lexical, encoders, folds
        self.cache, self.progress, self.before, self.others = cache, progress, before, others

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        """Learn, then read `texts`. A label ("" or None: not labelled) is one more example, never the answer."""
        self._check(texts, labels)
        self._seen: Mapping[str, Any] | None = None
        base = shipped_taxonomy(self.taxonomy) if isinstance(self.taxonomy, str) else self.taxonomy
        learned = supervised_taxonomy(base, texts, labels)
        shadows = self._normalise(texts)
        led = any(key for _, key, _ in self.before)
        steering = steering_for(base, self.n_themes, shadows, labels, self._normaliser, led)
        found = self._discover(shadows, steering) if learned is None or steering else None
        if found is not None and (found.keys or learned is None):
            self._reader, learned = found, steering.taxonomy(base) if steering else None
            readings = found.read(shadows)
        elif learned is not None:
            known = self._train(learned, [*shadows, *self._normalise(self.others)])
            readings = self._read_known(known, shadows)
        self._labelled = {at for at, label in enumerate(labels or ()) if (label or "").strip()}
        self._keep(learned, texts, shadows, readings)
        return self

    def assign(self, new_texts: Sequence[str]) -> list[Reading]:
        """Read later texts with what was learned; nothing is learned from them."""
        return self._reader.read(self._normalise(new_texts))

    def ask(self, count: int) -> list[int]:
        """Places of the fitted texts whose label would teach the most, the most useful first; none that has one."""
        return most_useful(self._shadows, self.readings_, count, self._labelled)

    @classmethod
    def restore(cls, settings: Mapping[str, Any], **stages: Any) -> Self:
        """The model a report's settings describe, ready to assign; `stages` as for the constructor."""
        learned = stored.restore_taxonomy(settings)
        stages.setdefault("encoders", "auto" if settings["encoders"] else "none")
        model = cls(learned, settings["n_themes"], settings["seed"], **stages)
        model.encoders = stored.encoders_of(settings, choose_encoders(model.encoders))
        if settings["found"] is not None:
            model._reader = restore_found(settings["found"], model._views([StemView()]))
        elif learned is not None:
            model._reader = model._train(learned, seen=settings.get("seen"))
            if candidates := settings.get("candidates"):
                found = restore_found(candidates["found"], model._views([StemView()]))
                model._reader = WithCandidates(model._reader, found, candidates["names"])
        return model

    def _check(self, texts: Sequence[str], labels: Sequence[str | None] | None) -> None:
        if self.n_themes is not None and self.n_themes < 1:
            raise RefusedError("n_themes must be at least 1")
        if labels is not None and len(labels) != len(texts):
            raise RefusedError(f"{len(texts)} texts but {len(labels)} labels")

    def _normalise(self, texts: Sequence[str]) -> list[Shadow]:
        normalise = self._normaliser
        return [normalise(text) for text in texts]

    @property
    def _normaliser(self) -> Normaliser:
        return self.normaliser or IndonesianNormaliser()

    def _views(self, default: Sequence[View]) -> list[Any]:
        lexical = default if self.lexical is None else self.lexical
        cache: VectorCache = {} if self.cache is None else self.cache
        chosen = choose_encoders(self.encoders)
        return [*lexical, *(SentenceView(encoder, cache, self.progress) for encoder in chosen)]

    def _train(
        self, learned: Taxonomy, shadows: Sequence[Shadow] = (), seen: Mapping[str, Any] | None = None
    ) -> CrossFitReader:
        training = prepare(learned, self._normaliser)
        views = self._views([WordView(), CharacterView()])
        reader = CrossFitReader(training, views, self.folds or HashFolds(), self.progress, shadows, seen)
        self._seen = reader.seen
        return reader

    def _read_known(self, known: Reader, shadows: Sequence[Shadow]) -> list[Reading]:
        """By the themes that are known; groups of what they leave become candidate themes."""
        readings = known.read(shadows)
        left = [shadows[at] for at in unplaced(readings)]
        found = discover(self._views([StemView()]), left, None, self.seed)
        self._reader = with_candidates(known, found, left)
        return (
            self._reader.placed(shadows, readings) if isinstance(self._reader, WithCandidates) else readings
        )

    def _discover(self, shadows: Sequence[Shadow], steering: Steering | None) -> Discovered:
        normalise = self._normaliser
        before = [(normalise(text).wording, key, sure) for text, key, sure in self.before]
        views = self._views([StemView()])
        return discover(views, shadows, self.n_themes, self.seed, steering, self.progress, before)

    def _keep(
        self,
        learned: Taxonomy | None,
        texts: Sequence[str],
        shadows: Sequence[Shadow],
        readings: Sequence[Reading],
    ) -> None:
        self._shadows = list(shadows)
        self.readings_ = list(readings)
        self.labels_ = [reading.theme for reading in readings]
        self.second_ = [reading.second for reading in readings]
        self.confidence_ = [reading.confidence for reading in readings]
        settings = {
            **stored.describe(learned, choose_encoders(self.encoders), self._reader),
            "n_themes": self.n_themes,
            "seed": self.seed,
            "seen": self._seen,
        }
        folded = near_copies(texts)
        told = Summariser(texts, shadows, readings, folded)
        figures = self._reader.figures()
        quality = {
            **reading_figures(readings),
            "stability": figures.get("stability"),
            "too_few": figures.get("too_few", False),
            "held_out": figures,
            "copies": copies(folded),
        }
        themes = told.themes(self._reader.keys, learned)
        self.report_ = ThemeReport(FORMAT_VERSION, settings, quality, themes, told.subthemes())

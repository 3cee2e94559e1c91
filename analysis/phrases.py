"""Words that people say together: collocations by NLTK's association measures, counted over answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from analysis.normalise import Shadow, english_stop_words, stop_words

# A phrase is a tuple of stems; a word is a phrase of one.
Phrase = tuple[str, ...]

# So many answers must use a phrase; likelihood ratio where one degree of freedom passes 0.1 %; and the pair must be
# e^1 times as common as chance makes it (PMI is in bits).
FEWEST = 2
TELLING = 10.83
APART = 1.5
# Different answers read for phrases: more say the same, and a hundred thousand have to be summarised in seconds.
READ = 30_000


def runs(shadow: Shadow) -> Iterator[list[tuple[str, str]]]:
    """Stretches of content words that stand side by side, as (surface, stem)."""
    stop = english_stop_words() if shadow.variety == "english" else stop_words()
    stretch: list[tuple[str, str]] = []
    content = iter(zip(shadow.surfaces, shadow.stems, strict=True))
    for word in shadow.wording.split():
        if word in stop:
            if stretch:
                yield stretch
            stretch = []
        else:
            stretch.append(next(content, (word, word)))
    if stretch:
        yield stretch


def collocations(stretches: Sequence[Sequence[str]]) -> set[Phrase]:
    """Pairs and triples of stems that stand together more often than chance has it.

    A triple is a pair that a third word follows or leads. Words said twice are no phrase, and NLTK's measures break on them.
    """
    from nltk.collocations import TrigramCollocationFinder

    documents = [list(stretch) for stretch in stretches if len(stretch) > 1]
    if not documents:
        return set()
    finder = TrigramCollocationFinder.from_documents(documents)
    words, total = finder.word_fd, finder.N
    pairs = {
        pair
        for pair, together in finder.bigram_fd.items()
        if None not in pair and _together(together, words[pair[0]], words[pair[1]], total, pair)
    }
    triples = {
        triple
        for triple, together in finder.ngram_fd.items()
        if None not in triple
        and any(
            pair in pairs and _together(together, finder.bigram_fd[pair], words[other], total, triple)
            for pair, other in ((triple[:2], triple[2]), (triple[1:], triple[0]))
        )
    }
    return pairs | triples


def _together(together: int, left: int, right: int, total: int, phrase: Phrase) -> bool:
    from nltk.metrics.association import BigramAssocMeasures as Measures

    if together < FEWEST or len(set(phrase)) < len(phrase):
        return False
    table = (together, (left, right), total)
    return bool(Measures.pmi(*table) >= APART and Measures.likelihood_ratio(*table) >= TELLING)


def bare(word: str, stem: str) -> str:
    """Without the article *-nya* (materinya -> materi); words that end so by themselves (punya) stay."""
    return word[:-3].rstrip("-") if word.endswith("nya") and len(word) > 4 and stem != word else word


class Spoken:
    """What each answer says, in words and phrases, and how each is written.

    `said[i]` are the phrases of answer i; `surface` is the commonest form. Near copies are one voice: `voices[i]` is
    the number of the fold of answer i.
    """

    def __init__(self, shadows: Sequence[Shadow], voices: Sequence[int] | None = None) -> None:
        self.voices = list(range(len(shadows))) if voices is None else list(voices)
        # By wording, so that neither order nor copies decide what is read.
        once = sorted({shadow.wording for shadow in shadows})
        chosen = set(once[:: max(1, -(-len(once) // READ))])
        self._heard = [shadow.wording in chosen for shadow in shadows]
        told = {shadow.wording: shadow for shadow in shadows if shadow.wording in chosen}
        sample = [
            [stem for _, stem in stretch] for wording in sorted(told) for stretch in runs(told[wording])
        ]
        self.phrases = collocations(sample)
        self._forms: dict[Phrase, Counter[str]] = defaultdict(Counter)
        # One tuple for each phrase, however many answers say it.
        self._known: dict[Phrase, Phrase] = {}
        self._starts: Counter[Phrase] = Counter()
        self.said: list[frozenset[Phrase]] = [
            self._read(shadow) if heard else frozenset()
            for shadow, heard in zip(shadows, self._heard, strict=True)
        ]
        self.surface: Mapping[Phrase, str] = {
            phrase: min(forms, key=lambda form: (-forms[form], form)) for phrase, forms in self._forms.items()
        }

    def heard(self, places: Collection[int]) -> list[int]:
        """Those of the places that were read."""
        return [at for at in places if self._heard[at]]

    def start(self, phrase: Phrase) -> float:
        """Where in a stretch it begins, on average: of phrases that lap over each other the first reads best."""
        return round(self._starts[phrase] / sum(self._forms[phrase].values()), 6)

    def count(self, places: Collection[int]) -> Counter[Phrase]:
        """In how many voices among these answers each phrase is said."""
        said: dict[int, frozenset[Phrase]] = {}
        for at in self.heard(places):
            voice = self.voices[at]
            said[voice] = said[voice] | self.said[at] if voice in said else self.said[at]
        counts: Counter[Phrase] = Counter()
        for phrases in said.values():
            counts.update(phrases)
        return counts

    def size(self, places: Collection[int]) -> int:
        """Voices among these answers, of those that were read."""
        return len({self.voices[at] for at in self.heard(places)})

    def _read(self, shadow: Shadow) -> frozenset[Phrase]:
        said: set[Phrase] = set()
        for stretch in runs(shadow):
            stems = tuple(stem for _, stem in stretch)
            for start in range(len(stretch)):
                for size in (1, 2, 3):
                    phrase = stems[start : start + size]
                    if len(phrase) < size or (size > 1 and phrase not in self.phrases):
                        continue
                    said.add(self._known.setdefault(phrase, phrase))
                    self._starts[phrase] += start
                    self._forms[phrase][" ".join(bare(*pair) for pair in stretch[start : start + size])] += 1
        return frozenset(said)

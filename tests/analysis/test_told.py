"""What a list tells of its themes is learned once, whatever examples and runs come; sayings count as one thing said."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from analysis import Saying, Taxonomy, Theme, ThemeModel, kernel, told
from analysis.crossfit import prepare
from analysis.normalise import IndonesianNormaliser, PlainNormaliser, Shadow
from analysis.told import Lesson, lesson_of, teach
from analysis.views import CharacterView, SentenceView, TaughtView, WordView
from tests.analysis.conftest import GARDEN, SEA, CountingEncoder

READ = IndonesianNormaliser()
TAXONOMY = Taxonomy(
    "kampung",
    (Theme("kebun", "Kebun", "Garden", "Tanaman", ("pohon",)), Theme("laut", "Laut", "Sea", "", ("perahu",))),
    negative_keywords=("salam",),
    sayings=(
        Saying("laut", ("jaring kami robek", "jaring su robek")),
        Saying(None, ("selamat pagi",)),
        Saying("kebun", ("pupuk mahal", "harga pupuk naik", "pupuk su mahal lai")),
    ),
)


class Storage(dict[str, bytes]):
    """A cache that can be watched go."""


def views(cache: dict[str, bytes] | None = None) -> list[TaughtView]:
    return [WordView(), CharacterView(), SentenceView(CountingEncoder(), {} if cache is None else cache)]


def targets_of(lesson: Lesson) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    return np.where(np.array(lesson.labels)[:, None] == np.arange(3), 1.0, -1.0)


@pytest.fixture
def rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "MANY", 5)
    told.TAUGHT.clear()


def test_terms_then_sayings_and_their_classes() -> None:
    lesson = lesson_of(TAXONOMY, READ)
    assert [shadow.wording for shadow in lesson.terms] == [
        "kebun tanaman",
        "pohon",
        "laut",
        "perahu",
        "salam",
    ]
    assert [[shadow.wording for shadow in saying] for saying in lesson.sayings] == [
        ["jaring kami robek", "jaring sudah robek"],
        ["selamat pagi"],
        ["pupuk mahal", "harga pupuk naik", "pupuk sudah mahal lai"],
    ]
    assert lesson.labels == (0, 0, 1, 1, 2, 1, 2, 0)


def test_a_lesson_is_read_once_but_by_each_way_of_reading() -> None:
    same = replace(TAXONOMY, key="lain")
    assert lesson_of(same, IndonesianNormaliser()) is lesson_of(TAXONOMY, READ)
    assert lesson_of(TAXONOMY, PlainNormaliser()).sayings[0][1].wording == "jaring su robek"
    other = replace(TAXONOMY, sayings=TAXONOMY.sayings[:1])
    assert len(lesson_of(other, READ).sayings) == 1


def test_a_saying_is_one_row_the_mean_of_its_wordings() -> None:
    lesson = lesson_of(TAXONOMY, READ)
    for view, one in zip(views(), teach(views(), (), lesson, targets_of(lesson)).compared, strict=True):
        rows = one.told if isinstance(view, SentenceView) else one.told.toarray()
        assert len(rows) == len(lesson.labels)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    words = teach(views()[:1], (), lesson, targets_of(lesson)).compared[0]
    mean = np.asarray(words.view.transform(lesson.sayings[2]).mean(axis=0)).ravel()
    np.testing.assert_allclose(words.told.toarray()[-1], mean / np.linalg.norm(mean))


def test_the_last_few_are_kept_and_made_once() -> None:
    recent: told.Recent[str] = told.Recent()
    made: list[str] = []
    for name in "abacab":
        assert recent.get(name, lambda name=name: made.append(name) or name.upper()) == name.upper()
    assert (told.KEPT, made) == (2, ["a", "b", "c", "b"])


def test_the_next_run_finds_it_ready_and_equal(rich: None, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = lesson_of(TAXONOMY, READ)
    first = teach(views(), (), lesson, targets_of(lesson))
    asked = []
    tell = kernel.tell
    monkeypatch.setattr(kernel, "tell", lambda *given: asked.append(1) or tell(*given))
    garden = [READ(text) for text in GARDEN]
    again = teach(views(), garden, lesson, targets_of(lesson))
    assert (asked, again.told.coefficients.tolist()) == ([], first.told.coefficients.tolist())
    assert [one.own.shape[0] for one in again.compared] == [len(GARDEN)] * 3
    fewer = replace(lesson, sayings=lesson.sayings[:2], labels=lesson.labels[:-1])
    assert len(teach(views(), garden, fewer, targets_of(fewer)).told.coefficients) == 7
    assert asked == [1]


def test_other_views_learn_anew(rich: None) -> None:
    lesson = lesson_of(TAXONOMY, READ)
    with_letters = teach(views(), (), lesson, targets_of(lesson))
    assert len(teach(views()[:2], (), lesson, targets_of(lesson)).compared) == 2
    newer = [*views()[:2], SentenceView(CountingEncoder("2"), {})]
    assert teach(newer, (), lesson, targets_of(lesson)).told is not with_letters.told


def test_a_term_is_not_a_saying_of_one_wording(rich: None) -> None:
    """Read about another mean, so learned anew."""
    lesson = lesson_of(TAXONOMY, READ)
    last = lesson.terms[-1]
    other = replace(lesson, terms=lesson.terms[:-1], sayings=((last,), *lesson.sayings))
    taught = [teach(views(), (), one, targets_of(one)) for one in (lesson, other)]
    assert taught[0].told is not taught[1].told


def test_a_normaliser_of_ones_own_reads_for_itself() -> None:
    class Shouting(IndonesianNormaliser):
        def __call__(self, text: str) -> Shadow:
            return super().__call__(text + " toa")

    assert lesson_of(TAXONOMY, Shouting()).terms[1].wording == "pohon toa"
    assert lesson_of(TAXONOMY, READ).terms[1].wording == "pohon"


def test_nothing_of_a_run_stays(rich: None) -> None:
    lesson, cache = lesson_of(TAXONOMY, READ), Storage()
    gone = weakref.ref(cache)
    teach(views(cache), [READ(text) for text in SEA], lesson, targets_of(lesson))
    assert len(cache) > len(SEA)
    del cache
    gc.collect()
    assert gone() is None


def test_the_twin_that_keeps_the_views_of_a_run_is_seen(rich: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SentenceView, "kept", lambda view: view)
    with pytest.raises(AssertionError):
        test_nothing_of_a_run_stays(None)


def test_a_rich_list_without_examples_reads_the_texts_of_its_run(rich: None) -> None:
    """Its sentence view must ask the run's own encoder and cache."""
    cache: dict[str, bytes] = {}
    model = ThemeModel(TAXONOMY, encoders=[CountingEncoder()], cache=cache).fit(
        ["pupuk kami habis", "jaring robek lagi"]
    )
    assert model.labels_ == ["kebun", "laut"]
    again = ThemeModel(TAXONOMY, encoders=[CountingEncoder()], cache={}).fit(
        ["pupuk kami habis", "jaring robek lagi"]
    )
    assert [one.confidence for one in again.readings_] == [one.confidence for one in model.readings_]


def test_sayings_teach_words_that_no_term_has() -> None:
    texts = ["harga pupuk terlalu mahal", "jaring robek semua"]
    bare = replace(TAXONOMY, sayings=())
    steered = ThemeModel(TAXONOMY, encoders="none").fit(texts)
    assert steered.labels_ == ["kebun", "laut"]
    assert prepare(bare, READ).lesson.sayings == ()
    assert ThemeModel(bare, encoders="none").fit(texts).labels_ != ["kebun", "laut"]

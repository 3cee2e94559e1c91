"""What of the analysis may stay: of words under a theme none that one answer alone used, of settings nothing of a text."""

from types import SimpleNamespace

from analysis.asks import FRAMES
from core.contributions import Contribution, ContributionRef
from plan.proposing import found_themes, kept_settings, retold
from surveys.enums import Purpose

ASKS = "Sebagian besar mengeluh, terutama soal jaringan."


def told(texts: list[str], asks: str, frames: frozenset[str] = FRAMES) -> str:
    said = [
        Contribution(ContributionRef("answer", str(at), "q"), Purpose.ASPIRATION, text)
        for at, text in enumerate(texts)
    ]
    theme = SimpleNamespace(
        id="a",
        name_id="A",
        name_en="A",
        terms=(),
        size=2,
        asks_id=asks,
        asks_en="",
        parent=None,
        candidate=False,
    )
    report = SimpleNamespace(themes=[theme], subthemes=[])
    readings = [SimpleNamespace(theme="a", second=None)] * len(said)
    (found,) = found_themes(report, readings, said, known=set(), taxonomy="asn", frames=frames)
    return found.asks_id


def test_a_sentence_with_a_word_of_one_answer_alone_is_left_out() -> None:
    assert told(["jaringan putus", "jaringan lambat", "meja"], ASKS) == ASKS
    assert told(["jaringan putus", "internet lambat", "meja"], ASKS) == ""


def test_words_of_the_frame_stand_though_one_answer_uses_them() -> None:
    texts = ["jaringan putus, terutama pagi", "jaringan lambat", "sebagian besar warga mengeluh"]
    assert told(texts, ASKS) == ASKS
    assert told(texts, ASKS, frozenset()) == ""


def test_english_comes_from_the_lists_whoever_uses_its_words() -> None:
    """ "Training" of one answer is no reason to hide what many call *pelatihan*; a foreign name stands in both or in none."""
    said = [
        Contribution(ContributionRef("answer", str(at), "q"), Purpose.ASPIRATION, text)
        for at, text in enumerate(["pelatihan data", "pelatihan data lagi", "training please", "gambus"])
    ]
    names = [("Pelatihan dan data", "Training and data"), ("Gambus dan data", "Gambus and data")]
    themes = [
        SimpleNamespace(
            id=f"baru-{at}",
            name_id=name_id,
            name_en=name_en,
            terms=("data",),
            size=2,
            asks_id=f"Semua meminta {name_id}.",
            asks_en=f"All ask for {name_en}.",
            parent=None,
            candidate=True,
        )
        for at, (name_id, name_en) in enumerate(names)
    ]
    report = SimpleNamespace(themes=themes, subthemes=[])
    readings = [SimpleNamespace(theme=f"baru-{at % 2}", second=None) for at in range(4)]
    first, second = found = found_themes(report, readings, said, known=set(), taxonomy="asn", frames=FRAMES)
    assert (first.name_id, first.name_en, first.asks_en) == (*names[0], "All ask for Training and data.")
    assert (second.name_id, second.name_en, second.asks_id, second.asks_en) == ("data", "data", "", "")
    again = retold(found, said, FRAMES)
    assert [one.name_en for one in again] == ["Training and data", "data"]
    # One who said "pelatihan" took it back.
    assert [one.name_id for one in retold(found, said[1:], FRAMES)] == ["baru-0", "baru-1"]


def test_nothing_is_kept_of_which_a_text_could_be_taken_back() -> None:
    """The taxonomy with people's labels holds their texts; a mean less the vectors still kept is the one that was erased."""
    seen = {"views": {"usem3": {"centre": [0.25]}}, "scale": 0.5}
    found = {"views": {"usem3": {"centre": [0.25]}}, "student": {"weights": [0.5]}}
    settings = {
        "version": 1,
        "taxonomy": "asn",
        "taxonomy_content": {"examples": ["kata"]},
        "seen": seen,
        "candidates": {"found": found, "names": {}},
        "found": found,
    }
    assert kept_settings(settings, 0) == {"version": 1, "taxonomy": "asn"}
    assert kept_settings(settings, 3) == {"version": 1, "taxonomy": "asn", "labels": 3}

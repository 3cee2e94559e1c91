"""One check over every variant of the constructor: odd input never breaks, order and copies change nothing."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis import Taxonomy, Theme, ThemeModel
from analysis.folds import NoFolds
from analysis.normalise import IndonesianNormaliser, PlainNormaliser
from analysis.personal import personal
from analysis.stem import NoStemmer
from analysis.views import CharacterView, WordView
from tests.analysis.conftest import GARDEN, SEA, CountingEncoder

KEYWORDS = Taxonomy(
    "kata", (Theme("kebun", "Kebun", "", "", ("pohon",)), Theme("laut", "Laut", "", "", ("laut", "jaring")))
)
VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "seed": {"seed": 7},
    "plain": {"normaliser": PlainNormaliser()},
    "unstemmed": {"normaliser": IndonesianNormaliser(NoStemmer())},
    "words": {"lexical": [WordView()]},
    "characters": {"lexical": [CharacterView()]},
    "no folds": {"folds": NoFolds()},
    "encoder": {"encoders": [CountingEncoder()]},
    "vectors only": {"encoders": [CountingEncoder()], "lexical": []},
    "discovery": {"taxonomy": None},
    "discovery, three": {"taxonomy": None, "n_themes": 3},
    "discovery, one": {"taxonomy": None, "n_themes": 1},
    "discovery, vectors": {"taxonomy": None, "encoders": [CountingEncoder()]},
    "labels and themes beyond": {"taxonomy": None, "n_themes": 4, "labelled": True},
    "words of themes": {"taxonomy": KEYWORDS},
    "labels": {"taxonomy": None, "labelled": True},
    "labels and taxonomy": {"labelled": True},
}
TEXTS = [
    *GARDEN[:3],
    "panen sayur gagal",
    *SEA[:3],
    "beli solar untuk perahu",
    "",
    "😊👍",
    "https://contoh.id",
    # Enough different answers for themes to be looked for.
    *GARDEN[3:],
    *SEA[3:],
    *(f"{text} tahun depan" for text in (*GARDEN[:3], *SEA[:3])),
]
LABELS = ["kebun"] * 4 + ["laut", "laut", "", None, "lainnya", None, ""] + [None] * 12
ODD = {
    "nothing": [],
    "one": ["tanam pohon"],
    "one empty": [""],
    "all equal": ["ikan"] * 5,
    "no words": ["", "-", "..", "😊", "123", "\n", "N/A"],
    "emoji": ["😅🙏 ikan 🐟", "👨‍👩‍👧‍👦"],
    "address": ["https://contoh.id/ikan?x=1", "lihat www.contoh.id"],
    "letters": ["é ñ ü ikan", "ﬁle", "ı İ", "\ud800", "a\x00b"],
    "long": ["kebun " * 17_000, "x" * 100_000, "😊" * 100_000],
    "flood": ["perahu bocor di laut"] * 300 + [f"perahu bocor di laut {'!' * at}" for at in range(30)],
    "scripts": ["هذا نص عن البحر", "海の船が壊れた", "เรือรั่วในทะเล", "лодка в море течёт", "ทะเล ikan 海"],
    "hostile": [
        "(" * 5_000 + "ikan" + ")" * 5_000,
        "i\u200bk\u200ban \u202elaut\u202c",
        "i\u0301\u0316k\u0336a\u0336n" * 500,
        "\x00" * 2_000,
        "\ud800\udfff ikan",
        "@" * 3_000,
        "a@" * 2_000,
        "<b>&#x41;&amp;" * 500,
        "pak " * 2_000,
        "5371010101900001 " * 500,
    ],
}


@pytest.fixture(params=VARIANTS, ids=str)
def fit(request: pytest.FixtureRequest, make: Callable[..., ThemeModel]) -> Callable[..., ThemeModel]:
    arguments = dict(VARIANTS[request.param])
    labelled = arguments.pop("labelled", False)

    def fitted(texts: list[str], labels: list[str | None] = LABELS) -> ThemeModel:
        known = [labels[at % len(labels)] for at in range(len(texts))] if labelled else None
        return make(**arguments).fit(texts, known)

    return fitted


def result(model: ThemeModel) -> list[tuple[Any, ...]]:
    return list(zip(model.labels_, model.second_, model.confidence_, strict=True))


@pytest.mark.parametrize("kind", ODD)
def test_odd_input(fit: Callable[..., ThemeModel], kind: str) -> None:
    texts = ODD[kind]
    model = fit(texts)
    ids = {theme.id for theme in model.report_.themes} | {None}
    assert len(model.labels_) == len(model.second_) == len(model.confidence_) == len(texts)
    assert set(model.labels_) <= ids
    assert set(model.second_) <= ids
    assert all(0 <= confidence <= 1 for confidence in model.confidence_)
    assert all(
        label is None for text, label in zip(texts, model.labels_, strict=True) if not text.strip("\n-.😊123")
    )
    assert sum(theme.size for theme in model.report_.themes) == sum(
        label is not None for label in model.labels_
    )
    json.dumps(model.report_.to_dict(), allow_nan=False)


def test_input_is_left_alone_and_quotes_are_word_for_word(fit: Callable[..., ThemeModel]) -> None:
    texts = copy.copy(TEXTS)
    model = fit(texts)
    assert texts == TEXTS
    assert all(quote in TEXTS for theme in model.report_.themes for quote in theme.quotes)


def test_permuted_input_gives_permuted_labels(fit: Callable[..., ThemeModel]) -> None:
    order = [(at * 7) % len(TEXTS) for at in range(len(TEXTS))]
    permuted = fit([TEXTS[at] for at in order], [LABELS[at] for at in order])
    straight = result(fit(TEXTS))
    assert result(permuted) == [straight[at] for at in order]


def test_copies_get_what_the_text_gets(fit: Callable[..., ThemeModel]) -> None:
    model = fit([*TEXTS, *TEXTS])
    assert result(model)[: len(TEXTS)] == result(model)[len(TEXTS) :]


def test_twice_the_same_bytes(fit: Callable[..., ThemeModel]) -> None:
    one, two = fit(TEXTS), fit(TEXTS)
    assert json.dumps(one.report_.to_dict()) == json.dumps(two.report_.to_dict())
    assert result(one) == result(two)


def test_assign_reads_known_texts_the_same_and_learns_nothing(fit: Callable[..., ThemeModel]) -> None:
    model = fit(TEXTS)
    report = model.report_
    assert model.assign(["hal baru", *TEXTS])[1:] == model.readings_
    assert model.report_ is report


def test_the_constructor_only_stores(taxonomy: Taxonomy) -> None:
    stages: dict[str, Any] = {
        "normaliser": object(),
        "lexical": object(),
        "encoders": object(),
        "folds": object(),
    }
    model = ThemeModel(
        taxonomy, 3, 9, cache={}, progress=print, before=[("a", "b", 1.0)], others=["a"], **stages
    )
    assert vars(model) == {
        "taxonomy": taxonomy,
        "n_themes": 3,
        "seed": 9,
        "cache": {},
        "progress": print,
        "before": [("a", "b", 1.0)],
        "others": ["a"],
        **stages,
    }


@pytest.mark.parametrize("taxonomy", ["asn", "skm", None])
@pytest.mark.parametrize("encoders", ["none", "letters"])
def test_shipped_taxonomies_read_all_odd_texts_at_once(taxonomy: str | None, encoders: str) -> None:
    texts = [text for kind in ODD.values() for text in kind] + TEXTS
    chosen: Any = "none" if encoders == "none" else [CountingEncoder()]
    model = ThemeModel(taxonomy, encoders=chosen).fit(texts)
    turned = ThemeModel(taxonomy, encoders=chosen).fit(texts[::-1])
    assert result(turned) == result(model)[::-1]
    assert all(label is None for text, label in zip(texts, model.labels_, strict=True) if text == "")
    copies = model.report_.quality["copies"]
    assert copies["folds"] >= 2
    assert copies["texts"] >= 330
    for theme in model.report_.themes:
        assert theme.distinct <= theme.size
        assert not [quote for quote in theme.quotes if personal(quote)]
    json.dumps(model.report_.to_dict(), allow_nan=False)

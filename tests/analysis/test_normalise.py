"""Shadow copies: Kupang Malay, chat spelling, what is kept and what is dropped."""

import pytest

from analysis.normalise import (
    IndonesianNormaliser,
    PlainNormaliser,
    kupang_table,
    slang_table,
    stop_words,
)
from analysis.resources import word_list
from analysis.stem import LONGEST_WORD, EnglishStemmer, NoStemmer, SastrawiStemmer
from analysis.tokens import READ_CHARACTERS

normalise = IndonesianNormaliser()


@pytest.mark.parametrize(
    ("text", "wording", "variety"),
    [
        ("be pi kantor lurah", "saya pergi kantor lurah", "kupang"),
        ("pi kantor", "pergi kantor", "kupang"),
        ("Beta mau, ma doi su abis", "saya mau tetapi uang sudah habis", "kupang"),
        ("bet mau ikut", "saya mau ikut", "kupang"),
        ("son ada air", "tidak ada air", "kupang"),
        ("sonde bisa", "tidak bisa", "kupang"),
        ("dong sonde tau", "mereka tidak tahu", "kupang"),
        ("jang lama do", "jangan lama dulu", "kupang"),
        ("duduk bae-bae", "duduk baik", "kupang"),
        ("katong datang ini hari", "kita datang hari ini", "kupang"),
        ("jadwal dibuka dong", "jadwal dibuka dong", "indonesian"),
        ("ma kasih", "ma kasih", "indonesian"),
        ("sy tdk ngerti srikandi", "saya tidak mengerti srikandi", "indonesian"),
        ("org2 blm dpt", "orang belum dapat", "indonesian"),
        ("aplikasi2 baru", "aplikasi baru", "indonesian"),
        ("BANGETTTTT", "sangat", "indonesian"),
        ("the son of the chief", "the son of the chief", "english"),
        ("we need training untuk staf di kantor", "we need training untuk staf di kantor", "indonesian"),
        ("my son pi the office", "my tidak pergi the office", "kupang"),
        ("check in jam dua tdk bisa check in", "check in jam dua tidak bisa check in", "indonesian"),
        ("budget planning workshop officers", "budget planning workshop officers", "english"),
        ("toilet rusak air kotor", "toilet rusak air kotor", "indonesian"),
        ("printer scanner laptop", "printer scanner laptop", "indonesian"),
        ("lihat https://contoh.id/a?b=1 ya", "lihat ya", "indonesian"),
        ("tulis ke a.b@contoh.id", "tulis ke", "indonesian"),
        ("😊👍", "", "indonesian"),
        ("- .. 123", "", "indonesian"),
    ],
)
def test_wording_and_variety(text: str, wording: str, variety: str) -> None:
    shadow = normalise(text)
    assert (shadow.wording, shadow.variety) == (wording, variety)


def test_words_that_carry_the_need_are_kept_and_function_words_dropped() -> None:
    shadow = normalise("Yang lama itu belum perlu, jangan kurang dan tidak jadi masalah")
    assert shadow.surfaces == ("lama", "belum", "perlu", "jangan", "kurang", "tidak", "jadi", "masalah")


@pytest.mark.parametrize("word", sorted(word_list("keep.txt")))
def test_no_kept_word_is_a_stop_word(word: str) -> None:
    assert word not in word_list("stopwords.txt")
    assert word not in stop_words()


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("jaringan", "jaringan"),
        ("anggaran", "anggaran"),
        ("kelurahan", "kelurahan"),
        ("keuangan", "keuangan"),
        ("pemberdayaan", "pemberdayaan"),
        ("kepemimpinan", "kepemimpinan"),
        ("pengadaan", "pengadaan"),
        ("melatih", "latih"),
        ("pelatihan", "latih"),
        ("dilatihkan", "latih"),
        ("x" * LONGEST_WORD + "kan", "x" * LONGEST_WORD + "kan"),
    ],
)
def test_stems(word: str, stem: str) -> None:
    assert SastrawiStemmer()(word) == stem


def test_null_stages_leave_words_alone() -> None:
    assert IndonesianNormaliser(NoStemmer())("sy dilatih").stems == ("dilatih",)
    assert PlainNormaliser()("Sy DILATIH di sana").stems == ("sy", "dilatih", "di", "sana")


def test_surfaces_and_stems_stand_side_by_side() -> None:
    shadow = normalise("Kami dilatih menulis")
    assert list(zip(shadow.surfaces, shadow.stems, strict=True)) == [
        ("dilatih", "latih"),
        ("menulis", "tulis"),
    ]


def test_the_key_forgets_order_spelling_and_function_words() -> None:
    assert normalise("sy blm dilatih!!").key == normalise("Belum, saya DILATIH").key
    assert normalise("belum dilatih").key != normalise("sudah dilatih").key


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), ("a", True), ("😊 1 x", True), ("ya", False), ("AC", False)]
)
def test_empty_means_nothing_to_read(text: str, empty: bool) -> None:
    assert normalise(text).empty is empty


def test_only_the_beginning_of_a_document_is_read() -> None:
    assert normalise("kata " * 20_000) == normalise(("kata " * 20_000)[:READ_CHARACTERS])


def test_notes_in_the_kupang_table_are_not_meanings() -> None:
    table = kupang_table()
    assert (table["ko"], table["pung"], table["katong"], table["na"]) == ("supaya", "punya", "kita", "")
    assert not any("(" in meaning or "/" in meaning for meaning in table.values())


def test_the_slang_table_does_not_contradict_kupang_where_it_matters() -> None:
    assert not {"pi", "ma", "bet", "doi", "son", "sonde"} & slang_table().keys()


def test_an_english_answer_is_stemmed_as_english_and_loses_english_function_words() -> None:
    shadow = normalise("They should have been trained for the counters, and we need not wait")
    assert shadow.surfaces == ("trained", "counters", "need", "not", "wait")
    assert shadow.stems == ("train", "counter", "need", "not", "wait")
    assert EnglishStemmer()("x" * LONGEST_WORD + "ing") == "x" * LONGEST_WORD + "ing"


def test_a_word_is_stemmed_once_however_many_answers_say_it() -> None:
    asked: list[str] = []

    def stemmer(word: str) -> str:
        asked.append(word)
        return word[:4]

    reader = IndonesianNormaliser(stemmer)
    shadows = [reader(text) for text in ["dilatih menulis"] * 500 + ["menulis surat"] * 500]
    assert asked == ["dilatih", "menulis", "surat"]
    assert {shadow.stems for shadow in shadows} == {("dila", "menu"), ("menu", "sura")}

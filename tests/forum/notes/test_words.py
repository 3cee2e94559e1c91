"""Numbers and days as an Indonesian office writes them."""

from datetime import date

import pytest

from forum.notes.papers.words import counted, day_and_date, formal_day, terbilang


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (23, "dua puluh tiga"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (199, "seratus sembilan puluh sembilan"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (1100, "seribu seratus"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2000, "dua ribu"),
        (2026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_001, "seratus satu ribu satu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (2_000_000_000, "dua miliar"),
        (10**12, "satu triliun"),
    ],
)
def test_terbilang(number: int, words: str) -> None:
    assert terbilang(number) == words


@pytest.mark.parametrize("number", [-1, 10**15])
def test_terbilang_refuses_what_it_cannot_count(number: int) -> None:
    with pytest.raises(ValueError, match="terbilang"):
        terbilang(number)


def test_no_two_numbers_have_the_same_words() -> None:
    assert len({terbilang(number) for number in range(20_000)}) == 20_000


def test_the_day_of_a_berita_acara() -> None:
    spoken = "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)"
    assert formal_day(date(2026, 11, 23)) == spoken


def test_every_day_and_month_has_its_name() -> None:
    assert [day_and_date(date(2027, month, month)).split(",")[0] for month in range(1, 8)] == [
        "Jumat",
        "Selasa",
        "Rabu",
        "Minggu",
        "Rabu",
        "Minggu",
        "Rabu",
    ]
    assert day_and_date(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"


def test_counted_people() -> None:
    assert counted(24, "orang") == "24 (dua puluh empat) orang"

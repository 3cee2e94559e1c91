"""Amounts in Indonesian writing, read and written exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from plan.amounts import parse_amount, parse_rupiah, write_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20.000.000", "20000000.00"),
        ("20.000.000,00", "20000000.00"),
        ("20000000", "20000000.00"),
        (" Rp20.000.000,5 ", "20000000.50"),
        ("Rp. 1.250,75", "1250.75"),
        ("rp 0", "0.00"),
        ("0,01", "0.01"),
        ("9.999.999.999.999,99", "9999999999999.99"),
        ("1.000,5000", "1000.50"),
    ],
)
def test_rupiah_is_read_exactly(text: str, amount: str) -> None:
    assert str(parse_rupiah(text)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "20,000,000",
        "20.000.000.00",
        "2.00",
        "20.00.000",
        "1.0000",
        ".000",
        "1,",
        "1,005",
        "-1",
        "1e6",
        "dua puluh juta",
        "20 000",
        "٢٠",
        "",
        "10.000.000.000.000",
    ],
)
def test_what_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_rupiah(text)


def test_measured_values_may_be_negative_and_have_three_places() -> None:
    assert parse_amount("-3,125", places=3) == Decimal("-3.125")
    assert parse_amount("1.234,5", places=3) == Decimal("1234.500")
    with pytest.raises(Invalid) as refusal:
        parse_amount("3,1255", places=3)
    assert refusal.value.params == {"places": 3}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("20000000.00", "20.000.000"),
        ("1250.75", "1.250,75"),
        ("0.500", "0,5"),
        ("-3.125", "-3,125"),
        ("0.00", "0"),
        ("1E+3", "1.000"),
    ],
)
def test_writing_is_the_inverse_of_reading(value: str, text: str) -> None:
    assert write_amount(Decimal(value)) == text
    assert parse_amount(text, places=3) == Decimal(value)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_every_amount_survives_being_written_and_read(value: Decimal) -> None:
    assert parse_amount(write_amount(value), places=3) == value

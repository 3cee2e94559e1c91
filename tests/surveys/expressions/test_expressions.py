"""What expressions mean, one by one, and what is said where one cannot be read."""

import math

import pytest

from surveys.expressions import Context, ExpressionError, Value, evaluate, names_in, parse

CONTEXT = Context(
    {
        "umur": 37,
        "jam": 2.5,
        "cara": ["kelas", "daring"],
        "kota": "kupang",
        "lahir": "1990-01-31",
        "kosong": "",
    },
    own="12",
    option={"wilayah": "alak"},
    labels={"kota": {"kupang": "Kota Kupang"}},
    today="2027-03-04",
    now="2027-03-04T08:15",
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7.0),
        ("-5 mod 3", -2.0),
        ("5 mod -3", 2.0),
        ("1 div 0", math.inf),
        ("-1 div 0", -math.inf),
        ("2 - 1 - 1", 0.0),
        ("1 = 1 = 1", True),
        ("3 > 2 > 1", False),
        ("not(1 = 2) and 2 >= 2 or false()", True),
        ("${umur} >= 18", True),
        ("${kosong} = ''", True),
        ("${kosong} != 'staf'", True),
        ("${kosong} < 5", False),
        ("${kosong} != 5", False),
        ("${tidak_ada} = 5", False),
        ("number('x') != number('x')", False),
        ("selected(${cara}, 'kelas')", True),
        ("selected(${cara}, 'kel')", False),
        ("count-selected(${cara})", 2.0),
        ("selected-at(${cara}, 1)", "daring"),
        ("selected-at(${cara}, 2)", ""),
        ("if(${umur} > 30, 'tua', 'muda')", "tua"),
        ("coalesce(${kosong}, 'x')", "x"),
        ("once('baru')", "12"),
        ("position(..)", 1.0),
        (". * 2", 24.0),
        ("string-length('é😀')", 2.0),
        ("substr('kelurahan', 0, 4)", "kelu"),
        ("substr('kelurahan', -3)", "han"),
        ("regex(., '[0-9]{2}')", True),
        ("regex(., '[0-9]')", False),
        ("regex(., '[')", False),
        ("concat('a', 1, true(), 0.5, 100000000000000000000000)", "a1true0.5100000000000000000000000"),
        ("normalize-space('  a \n b ')", "a b"),
        ("int(-2.7)", -2.0),
        ("round(-2.5)", -2.0),
        ("round(2.345, 2)", 2.35),
        ("round(1234, -2)", 1200.0),
        ("min(3, ${kosong}, 2)", 2.0),
        ("max(${umur}, ${jam})", 37.0),
        ("sum(${umur}, ${jam}, ${kosong})", 39.5),
        ("count(${umur}, ${kosong})", 2.0),
        ("count-non-empty(${umur}, ${kosong})", 1.0),
        ("today() > ${lahir}", True),
        ("today() - '2027-03-01'", 3.0),
        ("date(today() + 1)", "2027-03-05"),
        ("date('2027-02-29')", ""),
        ("format-date(today(), '%e/%n/%y dan %d.%m.%Y')", "4/3/27 dan 04.03.2027"),
        ("now()", "2027-03-04T08:15"),
        ("jr:choice-name(${kota}, '${kota}')", "Kota Kupang"),
        ("wilayah = 'alak'", True),
        ("string(${cara})", "kelas daring"),
        ("'tanda \" di dalam'", 'tanda " di dalam'),
    ],
)  # fmt: skip
def test_values(text: str, value: Value) -> None:
    got = evaluate(parse(text), CONTEXT)
    assert (type(got), got) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", 1, "terpotong"),
        ("1 +", 4, "terpotong"),
        ("(1", 3, "terpotong"),
        ("1 2", 3, "“2”"),
        ("${umur", 1, "“${umur”"),
        ("1 + usia(2)", 5, "fungsi “usia” tidak dikenal"),
        ("if(1, 2)", 1, "fungsi “if”"),
        ("/data/umur", 1, "“/data/umur”"),
        ("../umur = 1", 3, "“/umur = 1”"),
        ("div 2", 1, "“div”"),
        ("a:b", 1, "“a:b”"),
        ("1 & 2", 3, "“& 2”"),
        ("x" * 2001, 2001, "terlalu panjang"),
        ("(" * 41 + "1" + ")" * 41, 41, "terlalu bertingkat"),
        ("-" * 41 + "1", 41, "terlalu bertingkat"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, place: int, words: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert refused.value.params["place"] == place
    assert words in refused.value.message % refused.value.params


def test_names() -> None:
    tree = parse("if(${a} > 1, ${b.baris}, concat(${a}, ., kolom))")
    assert names_in(tree) == {"a", "b.baris"}


def test_a_pattern_that_takes_others_for_ever_ends() -> None:
    """Exponential where a pattern is tried by going back, as Python's own would."""
    context = Context({"isi": "a" * 5000 + "b"})
    assert evaluate(parse("regex(${isi}, '(a+)+c')"), context) is False

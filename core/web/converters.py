"""Typed parameters of addresses, kept to what the database can hold."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

# The width of an integer key: a larger number is nobody's, and a database refuses even to compare with it.
LARGEST_KEY = 2**31 - 1


def key_number(text: str) -> int:
    """The key that a query names, for `request.args.get(…, type=key_number)`; ValueError where it is none."""
    number = int(text)
    if not 0 < number <= LARGEST_KEY:
        raise ValueError(f"no key: {number}")
    return number


class KeyConverter(IntegerConverter):
    """`<int:…>` up to the largest key; beyond it the address does not exist."""

    def __init__(
        self,
        map: Map,
        fixed_digits: int = 0,
        min: int | None = None,
        max: int | None = LARGEST_KEY,
        signed: bool = False,
    ) -> None:
        super().__init__(map, fixed_digits=fixed_digits, min=min, max=max, signed=signed)


def install_converters(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters["int"] = KeyConverter

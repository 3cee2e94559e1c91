"""Text to tree: the part of XPath that XLSForm uses.

A tree is what JSON can hold, so that the same one runs on the server and in the browser:
numbers and texts stand for themselves, everything else is a list that begins with what to do:
`["$", name]` an answer, `["."]` the question's own answer, `["@", column]` a column of the option in
hand, `["=", a, b]` and the other operators, `["fn", "name", arguments …]`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.errors import N_, Invalid

Tree = Any  # float | str | list[Tree]

LONGEST, DEEPEST = 2000, 40
_TOKENS = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{\s*(?P<answer>[A-Za-z_][\w.-]*)\s*\}
    | (?P<self>\.(?!\.))
    | (?P<word>[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?)
    | (?P<sign>\.\.|!=|<=|>=|[-+*()=<>,])
    )""",
    re.VERBOSE | re.ASCII,
)
# From the loosest to the tightest; within one line from left to right.
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORDS = frozenset({"or", "and", "div", "mod"})
# How many arguments each function takes; None: any number from the first on.
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "not": (1, 1), "true": (0, 0), "false": (0, 0), "boolean": (1, 1),
    "selected": (2, 2), "count-selected": (1, 1), "selected-at": (2, 2), "jr:choice-name": (2, 2),
    "if": (3, 3), "coalesce": (2, 2), "once": (1, 1), "position": (1, 1),
    "string-length": (1, 1), "regex": (2, 2), "contains": (2, 2), "starts-with": (2, 2),
    "concat": (1, None), "normalize-space": (1, 1), "substr": (2, 3),
    "number": (1, 1), "int": (1, 1), "string": (1, 1), "round": (1, 2),
    "min": (1, None), "max": (1, None), "sum": (1, None), "count": (1, None), "count-non-empty": (1, None),
    "today": (0, 0), "now": (0, 0), "date": (1, 1), "format-date": (2, 2),
}  # fmt: skip


class ExpressionError(Invalid):
    """What cannot be read, with the place: `at` counts characters from 0."""

    def __init__(self, message: str, at: int, **params: object) -> None:
        super().__init__(message, place=at + 1, **params)
        self.at = at


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Tree:
    """The tree of an expression. Raises ExpressionError naming the place."""
    if len(text) > LONGEST:
        raise ExpressionError(N_("Rumus ini terlalu panjang. Batasnya 2.000 huruf."), LONGEST)
    reader = _Reader(list(_tokens(text)))
    tree = reader.level(0)
    reader.expect("end")
    return tree


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKENS.match(text, at)
        if found is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(
                N_("Huruf ke-%(place)d: “%(sign)s” tidak dikenal di sini."), at, sign=text[at : at + 12]
            )
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind], found.start(kind))
        at = found.end()
    yield _Token("end", "", end)


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.now
        self.place += 1
        return token

    def expect(self, kind: str, text: str = "") -> None:
        token = self.now
        if token.kind != kind or token.text != text:
            raise self.refusal(token)
        self.place += 1

    def refusal(self, token: _Token) -> ExpressionError:
        if token.kind == "end":
            return ExpressionError(N_("Rumus ini terpotong: di akhir masih ada yang kurang."), token.at)
        return ExpressionError(
            N_("Huruf ke-%(place)d: “%(sign)s” tidak dapat berada di sini."), token.at, sign=token.text[:40]
        )

    def level(self, number: int) -> Tree:
        """Operators of one level of `_LEVELS` and everything tighter."""
        if number == len(_LEVELS):
            return self.unary()
        tree = self.level(number + 1)
        while self.now.kind in {"sign", "word"} and self.now.text in _LEVELS[number]:
            operator = self.take().text
            tree = [operator, tree, self.level(number + 1)]
        return tree

    def unary(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(N_("Rumus ini terlalu bertingkat. Pecah menjadi beberapa."), self.now.at)
        if (self.now.kind, self.now.text) == ("sign", "-"):
            self.take()
            tree: Tree = ["neg", self.unary()]
        else:
            tree = self.primary()
        self.depth -= 1
        return tree

    def primary(self) -> Tree:
        token = self.take()
        if token.kind == "number":
            return float(token.text)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "answer":
            return ["$", token.text]
        if token.kind == "self":
            return ["."]
        if token.kind == "word" and (self.now.kind, self.now.text) == ("sign", "("):
            return self.call(token)
        if token.kind == "word" and token.text not in _WORDS and ":" not in token.text:
            return ["@", token.text]
        if (token.kind, token.text) == ("sign", "("):
            tree = self.level(0)
            self.expect("sign", ")")
            return tree
        raise self.refusal(token)

    def call(self, name: _Token) -> Tree:
        if name.text not in FUNCTIONS:
            raise ExpressionError(
                N_("Huruf ke-%(place)d: fungsi “%(sign)s” tidak dikenal."), name.at, sign=name.text[:40]
            )
        self.expect("sign", "(")
        arguments: list[Tree] = []
        while (self.now.kind, self.now.text) != ("sign", ")"):
            if arguments:
                self.expect("sign", ",")
            arguments.append(self.argument(name.text))
        self.expect("sign", ")")
        fewest, most = FUNCTIONS[name.text]
        if len(arguments) < fewest or (most is not None and len(arguments) > most):
            raise ExpressionError(
                N_("Huruf ke-%(place)d: jumlah isi fungsi “%(sign)s” tidak tepat."), name.at, sign=name.text
            )
        return ["fn", name.text, *arguments]

    def argument(self, function: str) -> Tree:
        """`position(..)` is the one place where XLSForm writes a step upwards."""
        if function == "position" and (self.now.kind, self.now.text) == ("sign", ".."):
            self.take()
            return 1.0
        return self.level(0)


def names_in(tree: Tree) -> frozenset[str]:
    """The questions an expression reads."""
    return frozenset(node[1] for node in nodes_of(tree) if node[0] == "$")


def nodes_of(tree: Tree) -> Iterator[list[Tree]]:
    """Every list in a tree, the outer ones first."""
    if isinstance(tree, list):
        yield tree
        for part in tree[1:]:
            yield from nodes_of(part)

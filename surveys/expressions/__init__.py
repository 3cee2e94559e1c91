"""XLSForm's expression language: one tree, run on the server always and in the browser for comfort.

Where it differs from XPath 1.0, and why, stands in docs/decisions/expressions.md.
"""

from surveys.expressions.evaluate import Context, evaluate
from surveys.expressions.parse import FUNCTIONS, LONGEST, ExpressionError, Tree, names_in, nodes_of, parse
from surveys.expressions.values import Value, to_bool, to_number, to_text

__all__ = [
    "FUNCTIONS",
    "LONGEST",
    "Context",
    "ExpressionError",
    "Tree",
    "Value",
    "evaluate",
    "names_in",
    "nodes_of",
    "parse",
    "to_bool",
    "to_number",
    "to_text",
]

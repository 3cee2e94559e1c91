"""Options in another order for each respondent, so that none gains from standing first.

There are a dozen orders, half of them backwards. Every option stands first equally often where there are
2, 3, 4, 6 or 12 of them, and nearly so otherwise. The number of the order is stored with the
answer, so that an effect of the order can be looked for; a dozen is few, so that who saw over somebody's
shoulder what stood first finds no single answer by it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from surveys.definition import OTHER, QuestionDef

T = TypeVar("T")
ORDERS = 12
ORDER = "@order"
"""Where an answer keeps the number. No question can have that name."""


def order_of(nonce: str) -> int:
    """The order that the form with this nonce shows, 1 to 12: the same whenever it is opened again."""
    return 1 + int(hashlib.sha256(f"rembuk:order:{nonce}".encode()).hexdigest(), 16) % ORDERS


def is_shuffled(question: QuestionDef) -> bool:
    """Whether its author wants its options in another order for each respondent."""
    return bool(question.config.get("shuffled"))


def in_order(things: Sequence[T], order: int) -> list[T]:
    """Things in one of the orders; 0: as they were written. From where it begins it goes round."""
    step = -1 if order > ORDERS // 2 else 1
    start = order - 1 if order else 0
    return [things[(start + step * place) % len(things)] for place in range(len(things))]


def arrange(fields: Iterable[object], order: int) -> None:
    """Put the choices of a question's fields in order; "choose one" stays first, "Lainnya" last."""
    for field in fields:
        choices = getattr(field, "choices", None)
        if choices:
            moving = [choice for choice in choices if choice.value not in {"", OTHER}]
            first = [choice for choice in choices if choice.value == ""]
            last = [choice for choice in choices if choice.value == OTHER]
            field.choices = [*first, *in_order(moving, order), *last]  # type: ignore[attr-defined]


def recorded(questions: Iterable[QuestionDef], order: int) -> Mapping[str, object]:
    """What an answer keeps of it: nothing where nothing was shuffled."""
    return {ORDER: order} if order and any(is_shuffled(question) for question in questions) else {}

"""All that the papers of a usulan say, in Indonesian: plain data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from forum.notes.papers.facts import Letterhead
from plan.scheduling.rules import Duty, Totals


@dataclass(frozen=True)
class NeedFacts:
    """A need behind an item; `people` None where fewer than five contributions led to it."""

    title: str
    people: int | None


@dataclass(frozen=True)
class ItemFacts:
    """An item as its version has it, ready to read. `share` is empty where the staff were not asked."""

    title: str
    competency: str
    target: str
    kind: str
    organiser: str
    schedule: str
    curriculum: str
    budget: Decimal
    needs: tuple[NeedFacts, ...]
    share: str


@dataclass(frozen=True)
class Official:
    """Somebody who acts for the office: title and name; empty where the office has not said."""

    title: str
    name: str = ""


@dataclass(frozen=True)
class Packet:
    """Everything. `number` and `dated` are None until the usulan is signed."""

    head: Letterhead
    town: str
    cycle: str
    year: int
    version: int
    frozen_on: date
    note_number: str
    note_on: date
    number: str | None
    dated: date | None
    drafter: Official
    checker: Official
    signer: Official
    agency: Official
    decider: Official
    items: tuple[ItemFacts, ...]
    consulted: tuple[date, date] | None
    totals: Totals
    duty: Duty
    goals: tuple[str, ...] = ()
    demo: bool = False

    @property
    def budget(self) -> Decimal:
        """The money of all items."""
        return sum((item.budget for item in self.items), Decimal(0))

"""The table of docs/privacy.md: what each attack finds in each design."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from core.db import db
from tests.conftest import make_app
from tests.guarantees.attack.attacks import COVERED, MEASURED, hits
from tests.guarantees.attack.designs import REAL, SABOTAGED, Design
from tests.guarantees.attack.loot import Loot
from tests.guarantees.attack.scenarios import BATCH, close, run

ATTACKS = (*COVERED, *MEASURED)


def table(engine_name: str, people: int) -> Iterator[str]:
    """Markdown, line by line: attacks down, designs across would be too wide, so designs down."""
    yield "| design | " + " | ".join(attack.__name__ for attack in ATTACKS) + " |"
    yield "|---|" + "---|" * len(ATTACKS)
    for design in (REAL, *SABOTAGED):
        yield from _lines(engine_name, people, design)


def _lines(engine_name: str, people: int, design: Design) -> Iterator[str]:
    app = make_app(Path(tempfile.mkdtemp(prefix="rembuk-attack-")), engine_name)
    survey = run(app, design, people, mid_backup=design is REAL)
    yield _line(f"{design.name}, open" if design is REAL else design.name, survey.loot)
    if design is REAL:
        yield _line("real, closed", close(survey))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _line(name: str, loot: Loot) -> str:
    return f"| {name} | " + " | ".join(str(hits(attack, loot)) for attack in ATTACKS) + " |"


def explanation(people: int, units: int) -> str:
    """What chance would find."""
    return (
        f"{people} people; chance: 1; one in a batch: {people // BATCH};"
        f" old_backup: of {BATCH // 2} that waited; one in a unit: {units}"
    )

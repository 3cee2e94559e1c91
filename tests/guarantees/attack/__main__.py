"""`python -m tests.guarantees.attack [people]` prints what each attack finds, on both engines."""

import sys

from tests.guarantees.attack.scenarios import unit_names
from tests.guarantees.attack.table import explanation, table


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for engine_name in ("sqlite", "postgresql"):
        sys.stdout.write(f"\n{engine_name}: {explanation(people, len(set(unit_names(people))))}\n\n")
        for line in table(engine_name, people):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


main()

"""Who may call which route: one table, gathered from the slices; a route without a row is refused."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The role of an account. A guest has none."""

    CITIZEN = "citizen"
    ASN = "asn"
    FACILITATOR = "facilitator"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Policy:
    """The roles a route is open to. `stateless` marks forms answered without a session (own token)."""

    roles: frozenset[Role]
    guests: bool = False
    stateless: bool = False

    def allows(self, role: Role | None) -> bool:
        return self.guests if role is None else role in self.roles


EVERY_ROLE = frozenset(Role)
ANYONE = Policy(EVERY_ROLE, guests=True)
ANYONE_STATELESS = Policy(EVERY_ROLE, guests=True, stateless=True)
SIGNED_IN = Policy(EVERY_ROLE)
STAFF = Policy(frozenset({Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR}))
PLANNERS = Policy(frozenset({Role.PLANNER}))
CYCLE_KEEPERS = Policy(frozenset({Role.PLANNER, Role.ADMINISTRATOR}))
ADMINISTRATORS = Policy(frozenset({Role.ADMINISTRATOR}))

"""Who may call which route: one table, gathered from the slices; a route without a row is refused."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    """The role of an account. A guest has none."""

    CITIZEN = "citizen"
    ASN = "asn"
    FACILITATOR = "facilitator"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


class Duty(StrEnum):
    """What somebody does beside their role, for a unit (and what stands below it) or for one object."""

    SUPERIOR = "superior"
    CHECKER = "checker"
    SIGNER = "signer"
    PARTNER = "partner"
    AUDITOR = "auditor"
    FEEDBACK_OFFICER = "feedback_officer"


@dataclass(frozen=True)
class Viewer:
    """Who looks at a page: enough for home cards and for who may read a file, never more."""

    account_id: int | None
    role: Role | None


@dataclass(frozen=True)
class Policy:
    """The roles and duties a route is open to; one of them is enough.

    A duty opens the route; for which unit or object is asked by the view, through the object's
    parent (`core.duties.queries`). `stateless` marks forms answered without a session (own token).
    `when_restricted`: also for an account whose holder took back consent; what serves their rights.
    """

    roles: frozenset[Role]
    guests: bool = False
    stateless: bool = False
    duties: frozenset[Duty] = frozenset()
    when_restricted: bool = False

    def allows(self, role: Role | None, duties: Collection[Duty] = ()) -> bool:
        if role is None:
            return self.guests
        return role in self.roles or not self.duties.isdisjoint(duties)

    def also(self, *duties: Duty) -> "Policy":
        """The same, opened to duties too."""
        return replace(self, duties=self.duties | frozenset(duties))


NOBODY = Policy(frozenset())
EVERY_ROLE = frozenset(Role)
ANYONE = Policy(EVERY_ROLE, guests=True)
ANYONE_STATELESS = Policy(EVERY_ROLE, guests=True, stateless=True)
SIGNED_IN = Policy(EVERY_ROLE)
OWN_RIGHTS = Policy(EVERY_ROLE, when_restricted=True)
STAFF = Policy(frozenset({Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR}))
PLANNERS = Policy(frozenset({Role.PLANNER}))
CYCLE_KEEPERS = Policy(frozenset({Role.PLANNER, Role.ADMINISTRATOR}))
ADMINISTRATORS = Policy(frozenset({Role.ADMINISTRATOR}))

"""What the steps of a load share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.cycles.models import Cycle
from core.policy import Role
from core.units.models import Unit
from plan.models import Need
from rembuk.seeding.folder import Seed


@dataclass
class Loading:
    """A load on its way: the session, the seed, and what was made so far.

    `secret` is the server's key, with which NIPs are hashed; `say` reports progress.
    """

    session: Session
    seed: Seed
    today: date
    secret: str
    say: Callable[[str], None] = lambda _line: None
    units: dict[str, Unit] = field(default_factory=dict)
    accounts: dict[Role, Account] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    cycle: Cycle | None = None

    @property
    def the_cycle(self) -> Cycle:
        assert self.cycle is not None
        return self.cycle

    def actor_id(self, role: Role) -> int | None:
        """The account that does such things in this district; None where the seed has none."""
        account = self.accounts.get(role)
        return account.id if account is not None else None

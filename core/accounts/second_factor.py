"""The second step of a login: a code that changes every half minute, and ten codes for a lost phone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.accounts.models import Account
from core.accounts.password_rules import MINIMUM_PASSWORD
from core.base import Base, utc_now
from core.codes import code_hash, new_code, normalise
from core.errors import N_, Conflict, Invalid, NotAllowed
from core.policy import Role
from core.sealing import seal, unseal
from core.site import SiteSetting

STEP_SECONDS = 30
RECOVERY_CODES = 10
PURPOSE = "second factor"
WRONG_CODE = N_("Kode tidak cocok. Tunggu kode berikutnya di aplikasi, lalu ketik kode yang baru.")


class SecondFactor(Base):
    """The sealed secret of an account's app. Until it is confirmed with a code it is not asked for.

    `last_step` is the half minute of the last code that was used: a code opens once.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str]
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in for the app once; only its hash is kept."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)


def has_second_factor(session: Session, account_id: int) -> bool:
    """Whether logging in takes a second step."""
    found = select(SecondFactor.account_id).where(
        SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session.scalar(found) is not None


def must_have_second_factor(session: Session, role: Role) -> bool:
    """Whether the installation makes it a duty of this role."""
    if role not in {Role.PLANNER, Role.ADMINISTRATOR}:
        return False
    setting = session.get(SiteSetting, "second_factor")
    return setting is not None and setting.value == "1"


def pending_secret(session: Session, account_id: int, *, secret: str) -> str | None:
    """The app's secret while it is being set up; None before and after."""
    factor = session.get(SecondFactor, account_id)
    if factor is None or factor.confirmed_at is not None:
        return None
    return unseal(factor.sealed, secret=secret, purpose=PURPOSE)


def begin_second_factor(session: Session, account: Account, *, secret: str) -> None:
    """Make a secret for the app; one that was begun before is replaced."""
    import pyotp

    if has_second_factor(session, account.id):
        raise Conflict(N_("Kode dua langkah sudah aktif. Matikan dulu bila ingin memasang ulang."))
    session.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    sealed = seal(pyotp.random_base32(), secret=secret, purpose=PURPOSE)
    session.add(SecondFactor(account_id=account.id, sealed=sealed))
    session.flush()


def app_address(account: Account, shared: str, *, issuer: str) -> str:
    """What the app reads from the QR picture."""
    import pyotp

    return pyotp.TOTP(shared).provisioning_uri(name=account.login, issuer_name=issuer)


def confirm_second_factor(session: Session, account: Account, *, code: str, secret: str) -> list[str]:
    """Switch it on with a code of the app; returns the recovery codes, which are shown once."""
    if not _spend_step(session, account.id, code, secret=secret, confirmed=False):
        raise NotAllowed(WRONG_CODE)
    session.execute(
        update(SecondFactor).where(SecondFactor.account_id == account.id).values(confirmed_at=utc_now())
    )
    codes = new_recovery_codes(session, account)
    audit.record(
        session, actor_id=account.id, action="account.second_factor", kind="account", key=str(account.id)
    )
    return codes


def new_recovery_codes(session: Session, account: Account) -> list[str]:
    """Ten fresh codes; the ones before stop working."""
    codes = [new_code() for _number in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(RecoveryCode(code_hash=code_hash(code), account_id=account.id) for code in codes)
    session.flush()
    return codes


def pass_second_step(session: Session, account: Account, *, code: str, secret: str) -> None:
    """Accept a code of the app, or a recovery code; each opens once."""
    if _spend_step(session, account.id, code, secret=secret, confirmed=True):
        return
    if not _spend_recovery_code(session, account.id, code):
        raise NotAllowed(WRONG_CODE)
    audit.record(
        session, actor_id=account.id, action="account.recovery_code", kind="account", key=str(account.id)
    )


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many recovery codes were not used yet."""
    counted = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return session.scalar(counted) or 0


def remove_second_factor(session: Session, account: Account, *, actor_id: int | None) -> None:
    """Switch it off: by its owner, or by an administrator for somebody who lost phone and codes."""
    drop_second_factor(session, account.id)
    audit.record(
        session, actor_id=actor_id, action="account.second_factor_off", kind="account", key=str(account.id)
    )


def turn_off_second_factor(session: Session, account: Account, *, password: str) -> None:
    """Its owner switches it off. A password that is only long enough with it is changed first."""
    if len(password) < MINIMUM_PASSWORD:
        raise Invalid(
            N_(
                "Kata sandi Anda kurang dari %(count)d karakter. "
                "Ganti dulu dengan yang lebih panjang, lalu matikan kode dua langkah."
            ),
            count=MINIMUM_PASSWORD,
        )
    remove_second_factor(session, account, actor_id=account.id)


def drop_second_factor(session: Session, account_id: int) -> None:
    """Delete the secret and the codes of an account."""
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.account_id == account_id))


def _matching_step(shared: str, code: str) -> int | None:
    """The half minute that a code belongs to: this one, or a neighbour for clocks that go wrong."""
    import pyotp

    now = int(utc_now().timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(shared)
    steps: Sequence[int] = (now, now - 1, now + 1)
    typed = code.replace(" ", "")
    return next((s for s in steps if pyotp.utils.strings_equal(app.generate_otp(s), typed)), None)


def _spend_step(session: Session, account_id: int, code: str, *, secret: str, confirmed: bool) -> bool:
    """One conditional UPDATE: a code that was used, or an older one, finds no row."""
    factor = session.get(SecondFactor, account_id, populate_existing=True)
    shared = unseal(factor.sealed, secret=secret, purpose=PURPOSE) if factor else None
    step = _matching_step(shared, code) if shared else None
    if step is None:
        return False
    state = SecondFactor.confirmed_at.is_not(None) if confirmed else SecondFactor.confirmed_at.is_(None)
    spent = session.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step, state)
        .values(last_step=step)
        .returning(SecondFactor.account_id)
    )
    return spent.scalar() is not None


def _spend_recovery_code(session: Session, account_id: int, code: str) -> bool:
    if normalise(code) is None:
        return False
    spent = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == code_hash(code))
        .returning(RecoveryCode.account_id)
    )
    return spent.scalar() is not None

"""What is kept about an account beside itself: its second step, and the invitations it made."""

from sqlalchemy.orm import Session

from core.accounts.attempts import AttemptCount
from core.accounts.invitations import Invitation
from core.accounts.second_factor import RecoveryCode, SecondFactor, drop_second_factor, recovery_codes_left
from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, pointing, rows_of


def _collect(session: Session, account_id: int) -> object:
    rows = rows_of(session, SecondFactor.account_id, account_id, hidden=("sealed", "last_step"))
    return [{**row, "recovery_codes_left": recovery_codes_left(session, account_id)} for row in rows]


def _merge(session: Session, old: int, _new: int) -> None:
    """The account that stays keeps its own second step, or none."""
    drop_second_factor(session, old)


PERSONAL_DATA = (
    PersonalData(
        "second_factor",
        N_("Kode dua langkah"),
        frozenset({"second_factor.account_id", "recovery_code.account_id"}),
        _collect,
        drop_second_factor,
        _merge,
    ),
    pointing("invitations", N_("Undangan yang dibuat"), {Invitation.created_by: ("token_hash",)}),
)
_ATTEMPTS = Ended(AttemptCount, lambda time: AttemptCount.ends_at <= time)
_INVITATIONS = Ended(Invitation, lambda time: Invitation.expires_at <= time)
RETENTION = (
    Retention(
        "second_factor",
        N_("Kode dua langkah dan kode cadangan"),
        N_("Disimpan terkunci selama dipakai; dihapus begitu dimatikan atau akunnya dihapus."),
        frozenset({SecondFactor.__tablename__, RecoveryCode.__tablename__}),
    ),
    Retention(
        "attempts",
        N_("Hitungan percobaan masuk"),
        N_("Menghentikan penebak kata sandi; hanya menyimpan sidik nama akun, bukan namanya."),
        frozenset({AttemptCount.__tablename__}),
        days=1,
        purge=_ATTEMPTS.purge,
        due=_ATTEMPTS.count,
    ),
    Retention(
        "invitations",
        N_("Undangan membuat akun"),
        N_("Agar administrator dapat melihat undangan mana yang dipakai, juga sesudah masanya lewat."),
        frozenset({Invitation.__tablename__}),
        days=90,
        purge=_INVITATIONS.purge,
        due=_INVITATIONS.count,
    ),
)

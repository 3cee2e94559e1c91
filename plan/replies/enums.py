"""The five answers an office gives to a contribution."""

from enum import StrEnum

from core.errors import N_


class ReplyKind(StrEnum):
    """Keputusan; the UI never calls it disposisi, which is a superior's routing note."""

    ACCEPTED = "accepted"
    MERGED = "merged"
    POSTPONED = "postponed"
    NOT_FEASIBLE = "not_feasible"
    FORWARDED = "forwarded"


REPLY_LABELS = {
    ReplyKind.ACCEPTED: N_("Diterima"),
    ReplyKind.MERGED: N_("Digabung"),
    ReplyKind.POSTPONED: N_("Ditunda"),
    ReplyKind.NOT_FEASIBLE: N_("Belum dapat dilaksanakan"),
    ReplyKind.FORWARDED: N_("Diteruskan ke instansi berwenang"),
}
# What a planner chooses from where a theme is not followed up.
DECLINING = (ReplyKind.POSTPONED, ReplyKind.NOT_FEASIBLE, ReplyKind.FORWARDED)

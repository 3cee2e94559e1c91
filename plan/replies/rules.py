"""What a reply must say, the sentences it has where nobody wrote another, and the figures about replies. Pure."""

from collections.abc import Mapping

from core.errors import N_, Invalid
from plan.replies.enums import ReplyKind

SHORTEST, LONGEST = 10, 1000
LONGEST_ADDRESSEE = 200


def accepted_sentence(title: str) -> str:
    """The reason of an acceptance where the planner wrote none; like every reason in the office's language."""
    return f"Masukan ini menjadi dasar kebutuhan “{title}” dan dibawa ke penyusunan rencana."


def merged_sentence(name: str) -> str:
    """The reason of a merge where the planner wrote none."""
    return f"Isinya sejalan dengan “{name}”, jadi dibahas dan diputuskan bersama."


def check_reply(kind: ReplyKind, reason: str, addressee: str) -> None:
    """Raise Invalid where the reason is missing or too long, or where a forwarded one names nobody."""
    if not SHORTEST <= len(reason) <= LONGEST:
        raise Invalid(
            N_("Tulis alasannya dalam %(least)s sampai %(most)s huruf. Alasan ini dibaca pemberi masukan."),
            least=SHORTEST,
            most=LONGEST,
        )
    if kind == ReplyKind.FORWARDED and not addressee:
        raise Invalid(N_("Tulis kepada instansi mana masukan ini diteruskan."))
    if len(addressee) > LONGEST_ADDRESSEE:
        raise Invalid(N_("Nama instansi terlalu panjang."))


def coverage(answered: int, told: int) -> int:
    """Whole percent of the contributions that have a reply, 0–100, cut: 99.9 % must not read as all.

    Without a contribution nothing is left to answer, and nothing was: 0.
    """
    return max(0, min(100, 100 * answered // told)) if told > 0 else 0


def median_days(counts: Mapping[int, int]) -> int | None:
    """The days within which half of the contributions had their answer; `counts`: days -> contributions."""
    half, seen = sum(counts.values()) / 2, 0
    for days in sorted(counts):
        seen += counts[days]
        if seen >= half:
            return days
    return None

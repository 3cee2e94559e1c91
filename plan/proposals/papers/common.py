"""Sentences and blocks that both papers share."""

from decimal import Decimal

from forum.notes.papers.blocks import Signature
from forum.notes.papers.words import counted, long_day, terbilang
from plan.item_rules import QUOTES_FROM
from plan.proposals.papers.facts import ItemFacts, NeedFacts, Official, Packet

DOTS = "........................"


def money(amount: Decimal) -> str:
    """Rp38.500.000,00."""
    whole, _, cents = f"{amount:,.2f}".partition(".")
    return f"Rp{whole.replace(',', '.')},{cents}"


def spoken(amount: Decimal) -> str:
    """tiga puluh delapan juta lima ratus ribu rupiah; cents, where there are any, behind it."""
    whole = int(amount)
    cents = int((amount - whole) * 100)
    words = f"{terbilang(whole)} rupiah"
    return f"{words} {terbilang(cents)} sen" if cents else words


def plain_number(value: Decimal) -> str:
    """7,5."""
    return f"{value:f}".replace(".", ",")


def signature(official: Official) -> Signature:
    """The block below a paper."""
    return Signature((f"{official.title},",) if official.title else (), official.name, number=True)


def dated_letter(packet: Packet) -> str:
    """The letter's date, or dots where it is not signed yet."""
    return long_day(packet.dated) if packet.dated else DOTS


def need_words(need: NeedFacts) -> str:
    """A need with how many stand behind it; few are not counted, so that nobody can be guessed."""
    if need.people is None:
        return f"{need.title} (kurang dari {QUOTES_FROM} masukan)"
    return f"{need.title} ({need.people} masukan)"


def share_words(item: ItemFacts) -> str:
    """What the staff said."""
    return item.share or "Belum dikonsultasikan."


def total_rows(packet: Packet) -> tuple[tuple[str, str], ...]:
    """Money and hours, beside what the rules ask for."""
    totals, duty = packet.totals, packet.duty
    average = "–" if totals.average is None else f"{plain_number(totals.average)} JP"
    return (
        ("Jumlah butir", counted(totals.items, "butir")),
        ("Jumlah anggaran", f"{money(totals.budget)} ({spoken(totals.budget)})"),
        ("JP kali peserta", f"{totals.person_jp} JP bagi {totals.participants} peserta"),
        ("Rata-rata per ASN", f"{average} dari {duty.pns_jp} JP ({totals.staff} ASN dalam daftar pegawai)"),
        ("Kewajiban PNS", f"paling sedikit {duty.pns_jp} JP setahun ({duty.pns_rule})"),
        ("Batas PPPK", f"paling banyak {duty.pppk_jp} JP setahun ({duty.pppk_rule})"),
    )

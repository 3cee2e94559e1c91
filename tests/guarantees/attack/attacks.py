"""Ways to say whose an answer is. Each takes the loot and returns pairs of account and answer."""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from core.codes import code_hash
from core.nonces import body_seal, code_of, nonce_hash
from surveys.store import canonical
from tests.guarantees.attack.loot import Loot, Row

Pairs = list[tuple[int, Row]]


def body(answer: Row) -> dict[str, str]:
    raw = answer["body"]
    return cast(dict[str, str], json.loads(raw) if isinstance(raw, str) else raw)


def _pair(people: Iterable[object], answers: Iterable[Row]) -> Pairs:
    return [(cast(int, who), answer) for who, answer in zip(people, answers, strict=False)]


def _by(answers: Sequence[Row], column: str) -> list[Row]:
    if not answers or column not in answers[0]:
        return []
    return sorted(answers, key=lambda row: cast(int, row[column]))


def scan(loot: Loot) -> Pairs:
    """First come, first in the table: rowid on SQLite, place in the heap on PostgreSQL."""
    return _pair(loot.seen, loot.tables["answer"])


def transaction(loot: Loot) -> Pairs:
    """The order of transaction ids: rows of one person lie next to each other."""
    return _pair(loot.seen, _by(loot.tables["answer"], "_xmin"))


def participation(loot: Loot) -> Pairs:
    """Participations in their own order with answers in theirs; needs nobody at the door."""
    people = _by(loot.tables["participation"], "_xmin") or loot.tables["participation"]
    return _pair([one["account_id"] for one in people], loot.tables["answer"])


def key_order(loot: Loot) -> Pairs:
    """Serial keys."""
    return _pair(loot.seen, sorted(loot.tables["answer"], key=lambda row: str(row["key"])))


def receipt_order(loot: Loot) -> Pairs:
    """Receipt hashes as an order."""
    return _pair(loot.seen, sorted(loot.tables["answer"], key=lambda row: str(row["receipt_hash"])))


def file_place(loot: Loot) -> Pairs:
    """SQLite: where the text lies in file and log; a page fills from its end, so both directions count."""
    places = {id(one): loot.bytes.rfind(body(one)["kebutuhan"].encode()) for one in loot.tables["answer"]}
    found = [one for one in loot.tables["answer"] if places[id(one)] >= 0]
    return _pair(loot.seen, sorted(found, key=lambda one: (places[id(one)] // 4096, -places[id(one)])))


def _of_pictures(loot: Loot, pictures: Sequence[Row]) -> list[Row]:
    answers = {one["key"]: one for one in loot.tables["answer"]}
    return [answers[one["row_key"]] for one in pictures if one["row_key"] in answers]


def picture_scan(loot: Loot) -> Pairs:
    """Pictures in the order of their table."""
    return _pair(loot.seen, _of_pictures(loot, loot.tables["answer_picture"]))


def picture_transaction(loot: Loot) -> Pairs:
    """Pictures in the order of transaction ids, among the people of the unit that the answer names."""
    return _within_units(loot, _of_pictures(loot, _by(loot.tables["answer_picture"], "_xmin")))


def picture_pieces(loot: Loot) -> Pairs:
    """PostgreSQL: in the order of the numbers under which their bytes are laid aside."""
    return _within_units(loot, _of_pictures(loot, _by(loot.tables["answer_picture"], "_piece")))


def picture_place(loot: Loot) -> Pairs:
    """SQLite: in the order in which their bytes lie in file and log."""
    at = {str(p["digest"]): loot.bytes.rfind(bytes(p["data"])[:40]) for p in loot.tables["answer_picture"]}  # type: ignore[arg-type]
    found = [one for one in loot.tables["answer_picture"] if at[str(one["digest"])] >= 0]
    ordered = sorted(found, key=lambda one: at[str(one["digest"])])
    return _within_units(loot, _of_pictures(loot, ordered))


def clock(loot: Loot) -> Pairs:
    """Any column of the answers that is a moment."""
    return _pair(loot.seen, _by(loot.tables["answer"], "sent_at"))


def person_column(loot: Loot) -> Pairs:
    """Any column of the answers that holds account numbers."""
    people = set(loot.seen)
    return [
        (cast(int, value), answer)
        for answer in loot.tables["answer"]
        for name, value in answer.items()
        if name not in ("survey_id", "version_id", "_xmin", "_place")
        and isinstance(value, int)
        and value in people
    ]


def beside(loot: Loot, table: str, column: str) -> Pairs:
    """Rows with a person that were written together with an answer: the same transaction, or the same order."""
    others = [row for row in loot.tables.get(table, []) if row[column] in set(loot.seen)]
    if not others:
        return []
    if "_xmin" in others[0]:
        at = {row["_xmin"]: row[column] for row in others}
        return [(cast(int, at[a["_xmin"]]), a) for a in loot.tables["answer"] if a["_xmin"] in at]
    return _pair([row[column] for row in others], loot.tables["answer"])


def audit(loot: Loot) -> Pairs:
    return beside(loot, "audit_event", "actor_id")


def session_row(loot: Loot) -> Pairs:
    return beside(loot, "attacker_session", "account_id")


def counters(loot: Loot) -> Pairs:
    """Who watches the figures sees which value went up when somebody came."""
    by_value = {body(answer)["jabatan"]: answer for answer in loot.tables["answer"]}
    return [(who, by_value[value]) for who, value in loot.counters if value in by_value]


def counted_in(loot: Loot) -> Pairs:
    """PostgreSQL: the transaction that last counted an answer's value shows its batch."""
    return _pair(loot.seen, _by_counter(loot))


def register_and_counter(loot: Loot) -> Pairs:
    """The same, among those of the unit that the answer names."""
    return _within_units(loot, _by_counter(loot))


def _by_counter(loot: Loot) -> list[Row]:
    counted = [row for row in loot.tables["answer_count"] if row["question"] == "jabatan"]
    at = {row["value"]: cast(int, row.get("_xmin", 0)) for row in counted}
    return sorted(loot.tables["answer"], key=lambda one: at.get(body(one)["jabatan"], 0))


def sealed(loot: Loot) -> Pairs:
    """With the server's key: whose `spent` row seals which text, if what is stored is tried as its nonce."""
    found: Pairs = []
    for who, row in _spent(loot):
        tried = ("", str(who), str(row["nonce_hash"]))
        found += [
            (who, answer)
            for answer in loot.tables["answer"]
            for nonce in tried
            if body_seal(nonce, _canonical(answer), secret=loot.secret) == row["body_hmac"]
        ]
    return found


def _spent(loot: Loot) -> Pairs:
    """The rows of used nonces, each with whose it would be: they are never rewritten, so they lie as people came."""
    return _pair(loot.seen, _by(loot.tables["spent"], "_xmin") or loot.tables["spent"])


def _canonical(answer: Row) -> str:
    return canonical([answer["survey_id"], answer["version_id"], answer["unit_id"], body(answer)])


def hashes(loot: Loot) -> Pairs:
    """With the server's key: is a receipt's hash made from an account's number, a code, or a stored hash?

    A stored hash leads to a person by the order of its transaction.
    """
    sources = {str(who): who for who in loot.seen} | {str(held): who for held, who in loot.holders.items()}
    for who, row in _spent(loot):
        sources |= {str(row[name]): who for name in ("nonce_hash", "body_hmac")}
    made = {value: who for source, who in sources.items() for value in derived(source, loot.secret)}
    return [
        (made[str(a["receipt_hash"])], a) for a in loot.tables["answer"] if str(a["receipt_hash"]) in made
    ]


def derived(source: str, secret: str) -> set[str]:
    """What can be computed from a stored value with the server's key."""
    keyed = hmac.new(secret.encode(), source.encode(), hashlib.sha256).hexdigest()
    return {
        nonce_hash(source),
        keyed,
        nonce_hash(keyed),
        code_hash(code_of(source, secret=secret)),
        nonce_hash(code_of(source, secret=secret)),
    }


def register(loot: Loot) -> Pairs:
    """The answer names the unit, the register says who is in it: first with first within each unit."""
    return _within_units(loot, loot.tables["answer"])


def register_and_batch(loot: Loot) -> Pairs:
    """The same in the order of transaction ids, which shows which batch an answer was in."""
    return _within_units(loot, _by(loot.tables["answer"], "_xmin"))


def _within_units(loot: Loot, answers: Sequence[Row]) -> Pairs:
    people: defaultdict[str, list[int]] = defaultdict(list)
    theirs: defaultdict[str, list[Row]] = defaultdict(list)
    for who in loot.seen:
        people[loot.unit_of[who]].append(who)
    for answer in answers:
        theirs[body(answer)["unit"]].append(answer)
    return [pair for unit in people for pair in _pair(people[unit], theirs[unit])]


def old_backup(loot: Loot) -> Pairs:
    """Rows of the intake in a backup made between two batches, in the order they lie there: the receipt's hash leads on."""
    final = {row["receipt_hash"]: row for row in loot.tables["answer"]}
    people = list(loot.seen)[BACKUP_FROM : BACKUP_FROM + len(loot.backup)]
    return [
        (who, final[row["receipt_hash"]])
        for who, row in zip(people, loot.backup, strict=True)
        if row["receipt_hash"] in final
    ]


BACKUP_FROM = 20
Attack = Callable[[Loot], Pairs]
# Those that the promise covers; the others are measured and told.
COVERED: tuple[Attack, ...] = (
    scan, transaction, participation, key_order, receipt_order, file_place, clock, person_column,
    audit, session_row, counters, counted_in, hashes, sealed, picture_scan,
)  # fmt: skip
MEASURED: tuple[Attack, ...] = (register, register_and_batch, register_and_counter, old_backup)


def hits(attack: Attack, loot: Loot) -> int:
    """How many people are given their own answer: its text names its writer."""
    return sum(body(answer)["kebutuhan"].split("-")[1] == f"{who:06d}" for who, answer in attack(loot))

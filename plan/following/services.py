"""Ask for news, confirm it, stop it. Nothing is stored before the address was confirmed."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.errors import N_, NotFound
from core.mail.addresses import same_address
from core.sealing import seal, unseal
from core.sql import insert_into
from plan.following.enums import TopicKind
from plan.following.models import Follower, FollowerTold
from plan.following.news import events_of
from plan.following.topics import Topic, is_wide

ASKED, HELD = "news-asked", "news-held"
CONFIRM_WITHIN = timedelta(days=7)
_GONE = N_("Tautan ini tidak berlaku lagi. Buka jejak masukan Anda, lalu minta kabar sekali lagi.")
_STOPPED = N_("Tautan ini tidak berlaku lagi: Anda tidak menerima kabar lewat alamat itu.")


@dataclass(frozen=True)
class Asked:
    """What a confirm link carries: nothing of it is stored until it is opened."""

    address: str
    topic: Topic
    lang: str


def address_hmac(address: str, *, secret: str) -> str:
    """The same for the same address, useless to learn it without the server's key."""
    return hmac.new(secret.encode(), f"news:{same_address(address)}".encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """What is stored of the token of an unsubscribe link."""
    return hashlib.sha256(token.encode()).hexdigest()


def confirm_token(asked: Asked, *, today: date, secret: str) -> str:
    """The last part of the confirm link: address and topic, sealed, good for a week."""
    told = {
        "address": same_address(asked.address),
        "kind": asked.topic.kind,
        "key": asked.topic.key,
        "cycle": asked.topic.cycle_id,
        "lang": asked.lang,
        "day": today.isoformat(),
    }
    return seal(json.dumps(told), secret=secret, purpose=ASKED)


def read_token(session: Session, token: str, *, today: date, secret: str) -> Asked:
    """What was asked for; NotFound where the link is none of ours or too old."""
    opened = unseal(token, secret=secret, purpose=ASKED)
    if opened is None:
        raise NotFound(_GONE)
    told = json.loads(opened)
    cycle = session.get(Cycle, told["cycle"])
    if cycle is None or not today - CONFIRM_WITHIN <= date.fromisoformat(told["day"]) <= today:
        raise NotFound(_GONE)
    topic = Topic(TopicKind(told["kind"]), told["key"], cycle.id, cycle.title_id, cycle.title_en)
    return Asked(told["address"], topic, told["lang"])


def confirm(session: Session, asked: Asked, *, today: date, secret: str) -> None:
    """Start the news. An address that follows something else in the cycle follows the cycle from now on.

    What has become too small since it was asked for is followed as the cycle, too.
    """
    token, topic = token_urlsafe(24), asked.topic
    if not is_wide(session, topic):
        topic = _whole_cycle(session, topic.cycle_id)
    sealed = json.dumps({"address": asked.address, "token": token})
    row = insert_into(session, Follower).values(
        token_hash=token_hash(token),
        cycle_id=topic.cycle_id,
        topic_kind=topic.kind,
        topic_key=topic.key,
        address_sealed=seal(sealed, secret=secret, purpose=HELD),
        address_hmac=address_hmac(asked.address, secret=secret),
        lang=asked.lang,
        confirmed_on=today,
    )
    added = session.scalar(
        row.on_conflict_do_nothing(index_elements=["cycle_id", "address_hmac"]).returning(Follower.token_hash)
    )
    if added is None:
        _widen(session, topic, address_hmac(asked.address, secret=secret))
        return
    keys = [{"token_hash": added, "event_key": event.key} for event in events_of(session, topic.cycle_id)]
    if keys:
        session.execute(insert_into(session, FollowerTold), keys)


def _whole_cycle(session: Session, cycle_id: int) -> Topic:
    cycle = session.get_one(Cycle, cycle_id)
    return Topic(TopicKind.CYCLE, cycle.key, cycle.id, cycle.title_id, cycle.title_en)


def _widen(session: Session, topic: Topic, hashed: str) -> None:
    """The address stands already: with the same topic it stays so, with another one both become the cycle."""
    session.execute(
        update(Follower)
        .where(
            Follower.cycle_id == topic.cycle_id,
            Follower.address_hmac == hashed,
            (Follower.topic_kind != topic.kind) | (Follower.topic_key != topic.key),
        )
        .values(topic_kind=TopicKind.CYCLE, topic_key=_whole_cycle(session, topic.cycle_id).key)
    )


def keep_wide(session: Session) -> None:
    """Whose topic has become too small follows the cycle: answers are taken back, and runs read anew."""
    narrow = Follower.topic_kind != TopicKind.CYCLE
    columns = (Follower.cycle_id, Follower.topic_kind, Follower.topic_key)
    for cycle_id, kind, key in session.execute(select(*columns).where(narrow).distinct()).all():
        if is_wide(session, Topic(TopicKind(kind), key, cycle_id, "")):
            continue
        session.execute(
            update(Follower)
            .where(Follower.cycle_id == cycle_id, Follower.topic_kind == kind, Follower.topic_key == key)
            .values(topic_kind=TopicKind.CYCLE, topic_key=_whole_cycle(session, cycle_id).key)
        )


def require_follower(session: Session, token: str) -> Follower:
    """The row of an unsubscribe link, else NotFound."""
    found = session.scalar(select(Follower).where(Follower.token_hash == token_hash(token)))
    if found is None:
        raise NotFound(_STOPPED)
    return found


def stop(session: Session, follower: Follower) -> None:
    """Erase the row; nothing of it stays."""
    session.execute(delete(Follower).where(Follower.token_hash == follower.token_hash))


def opened(follower: Follower, *, secret: str) -> tuple[str, str] | None:
    """Address and token; None where the server's key was changed since."""
    text = unseal(follower.address_sealed, secret=secret, purpose=HELD)
    if text is None:
        return None
    told = json.loads(text)
    return told["address"], told["token"]

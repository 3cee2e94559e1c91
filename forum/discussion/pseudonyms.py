"""Pseudonyms: names of plants and of what the day looks like, one for each person in a topic."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.sql import insert_into
from forum.discussion.models import TopicPseudonym

FIRST = [
    "Cendana",
    "Lontar",
    "Kenari",
    "Kemiri",
    "Asam",
    "Beringin",
    "Kelor",
    "Jati",
    "Johar",
    "Kosambi",
    "Gewang",
    "Flamboyan",
    "Kamboja",
    "Melati",
    "Kenanga",
    "Cempaka",
    "Anggrek",
    "Teratai",
    "Seruni",
    "Bakau",
    "Nipah",
    "Pandan",
    "Serai",
    "Jahe",
    "Kunyit",
    "Pala",
    "Cengkih",
    "Lada",
    "Vanili",
    "Sirih",
    "Pinang",
    "Aren",
    "Sagu",
    "Bambu",
    "Rotan",
    "Meranti",
    "Ulin",
    "Eboni",
    "Kapuk",
    "Mahoni",
]
SECOND = [
    "Teduh",
    "Pagi",
    "Senja",
    "Bening",
    "Rindang",
    "Hening",
    "Cerah",
    "Sejuk",
    "Tenang",
    "Ramah",
    "Jernih",
    "Lembut",
    "Harum",
    "Hijau",
    "Biru",
    "Kuning",
    "Putih",
    "Emas",
    "Perak",
    "Embun",
    "Fajar",
    "Samudra",
    "Sabana",
    "Bukit",
    "Lembah",
    "Muara",
    "Teluk",
    "Angin",
    "Hujan",
    "Kemarau",
    "Pelangi",
    "Bintang",
    "Purnama",
    "Timur",
    "Barat",
    "Utara",
    "Selatan",
    "Siang",
    "Malam",
    "Subuh",
]
_TRIES = 12


def candidates(tag: str) -> Iterator[str]:
    """Names for a tag, always the same ones in the same order; with a number once many are taken."""
    number = 0
    while True:
        digest = hashlib.sha256(f"{tag}:{number}".encode()).digest()
        first = FIRST[int.from_bytes(digest[:4]) % len(FIRST)]
        second = SECOND[int.from_bytes(digest[4:8]) % len(SECOND)]
        yield f"{first} {second}" if number < _TRIES else f"{first} {second} {number - _TRIES + 2}"
        number += 1


def pseudonym_of(session: Session, *, topic_id: int, tag: str) -> str:
    """The name of this person in this topic; taken now if this is their first post there."""
    own = select(TopicPseudonym.name).where(
        TopicPseudonym.topic_id == topic_id, TopicPseudonym.author_tag == tag
    )
    for name in candidates(tag):
        if (known := session.scalar(own)) is not None:
            return known
        taking = insert_into(session, TopicPseudonym).values(topic_id=topic_id, author_tag=tag, name=name)
        # A conflict is either one's own name, taken by a parallel post, or somebody else's: the loop tells.
        if session.execute(taking.on_conflict_do_nothing().returning(TopicPseudonym.name)).first():
            return name
    raise AssertionError("names never run out")

"""Dokumentasi: the photos with their captions."""

from forum.notes.enums import PaperKind
from forum.notes.papers.blocks import Fields, Paper, Picture, Title
from forum.notes.papers.common import when_and_where
from forum.notes.papers.facts import Facts


def photographs(facts: Facts) -> Paper:
    """Each picture with its number."""
    pictures = tuple(
        Picture(photo.key, f"Gambar {number}. {photo.caption}", photo.data)
        for number, photo in enumerate(facts.photos, start=1)
    )
    fields = Fields((("Kegiatan", facts.title), *when_and_where(facts)))
    return Paper(PaperKind.PHOTOGRAPHS, "Dokumentasi", (Title("DOKUMENTASI KEGIATAN"), fields, *pictures))

"""What news can be about."""

from enum import StrEnum


class TopicKind(StrEnum):
    """A need; a theme (purpose and taxonomy key, which every run keeps); the whole cycle."""

    NEED = "need"
    THEME = "theme"
    CYCLE = "cycle"

"""All that the papers of one workshop say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forum.notes.enums import NoteKind, PaperKind


@dataclass(frozen=True)
class Letterhead:
    """The head of every paper. `logo` holds the bytes of a picture."""

    lines: tuple[str, ...]
    address: str = ""
    contact: str = ""
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Part:
    """A part of the agenda."""

    begins: datetime
    ends: datetime
    title: str
    speaker: str = ""


@dataclass(frozen=True)
class Meeting:
    """A session, in the office's own time. `present` tells who came when, where that was noted."""

    begins: datetime
    ends: datetime
    place: str
    title: str = ""
    agenda: tuple[Part, ...] = ()
    present: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Attendee:
    """Somebody on the list."""

    key: str
    name: str
    post: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Said:
    """A sentence at a table."""

    group: str
    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Photo:
    """A picture with its caption; `key` is that of the upload."""

    key: str
    caption: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Wording:
    """What the office wrote for these papers; texts of several lines are tuples."""

    town: str
    nature: str
    attachment: str
    recipients: tuple[str, ...]
    opening: str
    copies: tuple[str, ...]
    chair: str
    writer: str
    signer_title: str
    signer_name: str
    invitation_on: date
    report_on: date


@dataclass(frozen=True)
class Facts:
    """Everything, in the order in which it happened. `zone` is WIB, WITA or WIT."""

    head: Letterhead
    title: str
    cycle: str
    zone: str
    meetings: tuple[Meeting, ...]
    people: tuple[Attendee, ...]
    said: tuple[Said, ...]
    photos: tuple[Photo, ...]
    wording: Wording
    numbers: Mapping[PaperKind, str]
    demo: bool = False

    def of_kind(self, kind: NoteKind) -> list[Said]:
        """The sentences of one kind."""
        return [said for said in self.said if said.kind == kind]

    def tables(self) -> dict[str, list[str]]:
        """Table -> its voices."""
        found: dict[str, list[str]] = {}
        for said in self.of_kind(NoteKind.VOICE):
            found.setdefault(said.group, []).append(said.text)
        return found

    @property
    def counted_present(self) -> int:
        """How many came to at least one session; 0 where nobody noted it."""
        return len({key for meeting in self.meetings for key in meeting.present})

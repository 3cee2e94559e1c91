"""What a paper is made of, whether it becomes a DOCX or a page: plain data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Title:
    """The centred title, with lines below it."""

    text: str
    under: tuple[str, ...] = ()
    block: str = "title"


@dataclass(frozen=True)
class Heading:
    """A heading inside a paper; `level` 2 is the smaller one."""

    text: str
    level: int = 1
    block: str = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph; `indent`: its first line stands in."""

    text: str
    indent: bool = False
    block: str = "text"


@dataclass(frozen=True)
class Fields:
    """Terms and values with colons below each other."""

    rows: tuple[tuple[str, str], ...]
    block: str = "fields"


@dataclass(frozen=True)
class Listing:
    """Numbered sentences."""

    items: tuple[str, ...]
    block: str = "listing"


@dataclass(frozen=True)
class Grid:
    """A table with lines; its head is repeated on every page. `widths` are in millimetres.

    `tall` leaves room for a signature in each row; `centred` are the columns of numbers; `points` is the size
    of the letters.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    tall: bool = False
    centred: frozenset[int] = frozenset()
    points: int = 11
    block: str = "grid"


@dataclass(frozen=True)
class LetterOpening:
    """The beginning of a letter: number and subject at the left, date and addressees at the right."""

    fields: tuple[tuple[str, str], ...]
    dated: str
    recipients: tuple[str, ...]
    block: str = "opening"


@dataclass(frozen=True)
class Signature:
    """Who signs: the title above, the name below the room for the hand."""

    above: tuple[str, ...]
    name: str = ""
    number: bool = False


@dataclass(frozen=True)
class Signatures:
    """One or two who sign beside each other; a single one stands at the right, or in the middle."""

    people: tuple[Signature, ...]
    middle: bool = False
    block: str = "signatures"


@dataclass(frozen=True)
class Picture:
    """A photo with its caption."""

    key: str
    caption: str
    data: bytes = field(repr=False, default=b"")
    block: str = "picture"


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page."""

    block: str = "new_page"


Block = Title | Heading | Text | Fields | Listing | Grid | LetterOpening | Signatures | Picture | NewPage


@dataclass(frozen=True)
class Paper:
    """One paper. `paged` papers carry page numbers.

    `kind` is one of the office's words (PaperKind here). `wide`: an attachment on sheets that lie, without letterhead.
    """

    kind: str
    name: str
    blocks: tuple[Block, ...]
    paged: bool = True
    wide: bool = False

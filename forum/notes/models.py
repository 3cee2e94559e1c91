"""Notes sentence by sentence, photos of the flipcharts, and what the papers need beside them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.staff.enums import TitleKey
from core.uploads.models import Upload
from forum.notes.enums import NoteKind, NoteState
from forum.workshops.models import Workshop

_NUMBERED = "kind IN ('undangan', 'notulen', 'berita-acara')"


class WorkshopNote(Base):
    """One sentence. Neither who said it is kept, nor when: only the table it was said at.

    The code is derived from a nonce; the nonce is kept sealed, so that a lost slip can be printed again.
    """

    __tablename__ = "workshop_note"
    __table_args__ = (
        CheckConstraint("kind IN ('voice', 'decision', 'follow_up')", name="kind"),
        CheckConstraint("state IN ('kept', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'withdrawn') = (text = '')", name="text"),
        CheckConstraint("state = 'kept' OR NOT public", name="public"),
        CheckConstraint("position >= 1", name="position"),
        Index("ix_workshop_note_workshop_id_position", "workshop_id", "position"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    group_label: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(default=NoteKind.VOICE)
    state: Mapped[str] = mapped_column(default=NoteState.KEPT)
    public: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    code_hash: Mapped[str] = mapped_column(unique=True)
    nonce_sealed: Mapped[str]

    workshop: Mapped[Workshop] = relationship(lazy="joined", innerjoin=True)
    edits: Mapped[list["NoteEdit"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="NoteEdit.number"
    )


class NoteEdit(Base):
    """What a note said before it was changed; gone with the text when the note is withdrawn."""

    __tablename__ = "workshop_note_edit"

    note_key: Mapped[str] = mapped_column(
        ForeignKey("workshop_note.key", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class NotePhoto(Base):
    """A photo of a flipchart or of the room. `public`: the facilitator lets everybody see it."""

    __tablename__ = "note_photo"

    upload_key: Mapped[str] = mapped_column(ForeignKey("upload.key", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    group_label: Mapped[str] = mapped_column(default="")
    caption: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False)

    upload: Mapped[Upload] = relationship(lazy="joined", innerjoin=True)
    workshop: Mapped[Workshop] = relationship(lazy="joined", innerjoin=True)


class PaperDetails(Base):
    """What an office writes on the papers of a workshop beside what is known already. Empty: the usual words."""

    __tablename__ = "workshop_papers"
    __table_args__ = (
        CheckConstraint("signer IN ('drafter', 'checker', 'signer', 'agency', 'decider')", name="signer"),
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    town: Mapped[str] = mapped_column(default="")
    nature: Mapped[str] = mapped_column(default="")
    attachment: Mapped[str] = mapped_column(default="")
    recipients: Mapped[str] = mapped_column(default="")
    opening: Mapped[str] = mapped_column(default="")
    copies: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    writer: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default=TitleKey.SIGNER)
    invitation_on: Mapped[date | None]
    report_on: Mapped[date | None]


class LetterPattern(Base):
    """How the office writes the numbers of a kind of paper: `005/{nomor}/KEC.ALK/{bulan}/{tahun}`."""

    __tablename__ = "letter_pattern"
    __table_args__ = (CheckConstraint(_NUMBERED, name="kind"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    pattern: Mapped[str]


class LetterCounter(Base):
    """The last number given to a kind of paper in a year."""

    __tablename__ = "letter_counter"
    __table_args__ = (
        CheckConstraint(_NUMBERED, name="kind"),
        CheckConstraint("last BETWEEN 0 AND 99999", name="last"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Letter(Base):
    """A number that was given; it stays given, also when the pattern changes or the workshop is gone."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(_NUMBERED, name="kind"),
        UniqueConstraint("workshop_id", "kind"),
        UniqueConstraint("kind", "year", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id", ondelete="SET NULL"))
    kind: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str]
    dated: Mapped[date]

    workshop: Mapped[Workshop | None] = relationship(lazy="joined")

"""The forum's slice, joined from its parts."""

from core.slices import joined
from forum.attendance import part as attendance
from forum.attendance.queries import present_times
from forum.calls import part as calls
from forum.discussion import part as discussion
from forum.moderation import part as moderation
from forum.notes import part as notes
from forum.notes import sources
from forum.room import part as room
from forum.seats import forgetting
from forum.seats import part as seats
from forum.workshops import part as workshops

SLICE = joined(
    "forum",
    workshops.PART,
    calls.PART,  # before the seats: notices are erased by registrations that erasing an account forgets
    seats.PART,
    forgetting.PART,
    attendance.PART,
    room.PART,
    notes.PART,
    discussion.PART,
    moderation.PART,
)
sources.use_present_times(present_times)

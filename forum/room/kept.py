"""For how long the room keeps what phones were told apart by, where nobody closed it."""

from sqlalchemy import func, select

from core.keeping import Ended
from forum.room.models import Room, RoomMark, RoomQuestion
from forum.workshops.models import WorkshopSession

FORGOTTEN_DAYS = 30

MARKS = Ended(
    RoomMark,
    lambda before: RoomMark.question_id.in_(
        select(RoomQuestion.id)
        .join(Room, Room.id == RoomQuestion.room_id)
        .join(WorkshopSession, WorkshopSession.workshop_id == Room.workshop_id)
        .group_by(RoomQuestion.id)
        .having(func.max(WorkshopSession.ends_at) < before)
    ),
)

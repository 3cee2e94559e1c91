"""The file that a survey's questions came from."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base


class SurveyXlsform(Base):
    """An imported XLSForm as it came; `settings` is what it says beyond its questions. Only the last one is kept."""

    __tablename__ = "survey_xlsform"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    filename: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    settings: Mapped[dict[str, object]] = mapped_column(default=dict)

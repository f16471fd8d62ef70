"""What letters are about, with the highest revision told: compared and written before a letter is."""

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.db.types import Id


class Subject(Base):
    __tablename__ = "subjects"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    told_revision: Mapped[int] = mapped_column(default=0)

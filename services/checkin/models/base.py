"""The one metadata of checkin's tables."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db.types import NAMING


class Base(DeclarativeBase):
    """What every table of this service derives from."""

    metadata = MetaData(naming_convention=NAMING)

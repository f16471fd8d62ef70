"""The metadata of this service's own tables."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db.types import NAMING


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)

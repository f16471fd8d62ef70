"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells once for each."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def dialect_of(db: Session) -> str:
    return db.get_bind().dialect.name


def insert_into(table: sa.Table | type[DeclarativeBase], dialect: str) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)

"""Identifiers that mean nothing and never collide."""

import uuid


def new_id() -> str:
    return str(uuid.uuid4())

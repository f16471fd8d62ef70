"""Outbox, wire and inbox: how a fact travels once it is committed."""

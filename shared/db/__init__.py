"""Engines, types and transactions: the only way to a database."""

"""Looks at registration's data: frozen dataclasses, never models."""

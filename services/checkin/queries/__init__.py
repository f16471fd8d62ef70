"""Looks: frozen dataclasses, never models."""

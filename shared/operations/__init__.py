"""Watching over a service: what its figures are, what is wrong, and what to do about it."""

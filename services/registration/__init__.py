"""Registration: who may come."""

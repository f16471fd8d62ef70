"""The whole site in one process on one port: `python -m services`; it alone knows the three services."""

"""The three services, strangers to one another; `python -m services` puts them on one port."""

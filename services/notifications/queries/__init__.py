"""Looks: what the sender and the pages want to know."""

"""The demonstration: the season and organisations as data, a generated directory, and a year lived from outside."""

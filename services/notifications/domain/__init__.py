"""Rules of letters: standard library, time is a parameter."""

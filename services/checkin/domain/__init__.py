"""Rules: data and time in, a decision out."""

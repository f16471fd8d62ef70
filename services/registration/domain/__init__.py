"""The rules of registration: data and time in, decisions out."""

"""A recipe becomes the bytes of a letter."""

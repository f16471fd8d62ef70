"""What we do when we hear something."""

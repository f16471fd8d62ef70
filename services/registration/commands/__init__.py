"""What an operator types for registration."""

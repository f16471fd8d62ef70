"""Changes: what a message, a person or the sender can cause."""

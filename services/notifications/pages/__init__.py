"""What an organizer sees of the letters."""

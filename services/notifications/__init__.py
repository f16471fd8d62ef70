"""Who has been told? Letters, their delivery, and who could not be reached."""

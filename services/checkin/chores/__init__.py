"""What is due when its time comes."""

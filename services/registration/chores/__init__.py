"""What is due in registration when its time comes."""

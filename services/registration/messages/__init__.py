"""What registration does when it hears something."""

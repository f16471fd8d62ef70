"""Changes: one module for each thing that a person, a message or the clock can cause."""

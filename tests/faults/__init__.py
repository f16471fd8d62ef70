"""Kills and outages under load: real processes, killed at random moments, and one reader that judges afterwards."""

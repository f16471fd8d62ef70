"""Tests, one folder a service, beside those of the house itself."""

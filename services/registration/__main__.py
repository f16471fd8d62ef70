"""`python -m services.registration …`: what an operator types."""

from services.registration.service import SERVICE
from shared.cli import command_line

command_line(SERVICE)()

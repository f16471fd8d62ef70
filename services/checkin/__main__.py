"""`python -m services.checkin …`: what an operator types."""

from services.checkin.service import SERVICE
from shared.cli import command_line

command_line(SERVICE)()

"""`python -m services.notifications …`: what an operator types."""

from services.notifications.service import SERVICE
from shared.cli import command_line

command_line(SERVICE)()

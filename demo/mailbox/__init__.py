"""The demonstration's mailbox: takes every letter by SMTP, shows it as received, lists it as JSON."""

from demo.mailbox.mailbox import Mailbox, open_mailbox

__all__ = ["Mailbox", "open_mailbox"]

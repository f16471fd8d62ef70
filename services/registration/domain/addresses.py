"""Which addresses every mail server takes: a letter to another one could never leave."""

import re

from shared.kernel.words import N_

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN = re.compile(rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
ACCENTS = N_("Write the email address without accents or other special characters: no email can be sent to this one.")


def is_address(written: str) -> bool:
    """RFC 5321 without what nobody uses (quotes, comments) and without RFC 6531, which few servers speak."""
    return _PLAIN.fullmatch(written) is not None

"""A subject cut into lines without losing a space: the standard library drops some of a half-accented text."""

from email.header import Header
from email.policy import EmailPolicy
from typing import Any, Final


class _WholeSubject(EmailPolicy):
    """A subject with accents is encoded as one text: what is blank between two encoded words does not count."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() != "subject" or str(value).isascii():
            return super().fold_binary(name, value)
        whole = Header(str(value), "utf-8", header_name=name).encode(linesep="\r\n")
        return f"{name}: {whole}\r\n".encode("ascii")


LETTERS: Final = _WholeSubject(linesep="\r\n")

"""The mail server, one connection at a time: every step has a time-out, the last one can be seen coming."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote, urlsplit

CONNECT_WITHIN: Final = 10.0
ANSWER_WITHIN: Final = 30.0
# RFC 5321 lets a server think this long about the final dot before a sender may give up.
TAKE_WITHIN: Final = 300.0
# What a server may take in all, a step after the other, to let us in, and then to take a letter.
OPEN_WITHIN: Final = CONNECT_WITHIN + 6 * ANSWER_WITHIN
LETTER_WITHIN: Final = 4 * ANSWER_WITHIN + TAKE_WITHIN


class ServerAway(Exception):
    """No server, or none that lets us in: nothing was said about any letter."""


class ConnectionLost(Exception):
    """The server went away before it was ready to take the letter: it has not arrived."""


@dataclass(frozen=True)
class Reply:
    code: int
    text: str

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code <= 299

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@dataclass(frozen=True)
class MailAddress:
    """Where letters are handed over: `smtp://`, `smtp+starttls://` or `smtps://`, with a name and password or not."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = None

    @classmethod
    def from_url(cls, url: str) -> Self:
        parts = urlsplit(url)
        ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
        if parts.scheme not in ports or not parts.hostname:
            raise ValueError(
                "MAIL_URL must look like smtp://host:port, smtp+starttls://user:password@host or smtps://…"
            )
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or ports[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


class Connection:
    """An open way to the server, good for many letters."""

    def __init__(self, client: smtplib.SMTP, *, answer_within: float, take_within: float) -> None:
        self._client = client
        self._answer_within = answer_within
        self._take_within = take_within

    @classmethod
    def open(
        cls, where: MailAddress, *, answer_within: float = ANSWER_WITHIN, take_within: float = TAKE_WITHIN
    ) -> Self:
        """Raises ServerAway, whatever keeps us out: a letter is not at fault."""
        client: smtplib.SMTP | None = None
        try:
            client = _client(where)
            _wait_at_most(client, answer_within)
            if where.scheme == "smtp+starttls":
                client.starttls(context=ssl.create_default_context())
            client.ehlo_or_helo_if_needed()
            if where.user:
                client.login(where.user, where.password or "")
        except (OSError, smtplib.SMTPException) as away:
            if client is not None:
                client.close()
            raise ServerAway(str(away)) from away
        return cls(client, answer_within=answer_within, take_within=take_within)

    def offer(self, sender: str, to: str) -> Reply:
        """MAIL, RCPT, DATA: 354 when the server is ready for the letter, else its refusal. Raises ConnectionLost."""
        try:
            reply = _reply(self._client.mail(sender))
            if reply.is_yes:
                reply = _reply(self._client.rcpt(to))
            return _reply(self._client.docmd("DATA")) if reply.is_yes else reply
        except (OSError, smtplib.SMTPException) as lost:
            raise ConnectionLost(str(lost) or type(lost).__name__) from lost

    def hand_over(self, letter: bytes) -> Reply | None:
        """The letter and its final dot; None when the server did not say what it has done with it."""
        try:
            _wait_at_most(self._client, self._take_within)
            self._client.send(dotted(letter) + b".\r\n")
            reply = _reply(self._client.getreply())
            _wait_at_most(self._client, self._answer_within)
        except (OSError, smtplib.SMTPException):
            return None
        return reply if 200 <= reply.code <= 599 else None

    def begin_again(self) -> bool:
        """Forget a refused letter; False when the connection is of no more use."""
        try:
            return _reply(self._client.rset()).is_yes
        except (OSError, smtplib.SMTPException):
            return False

    def drop(self) -> None:
        """Without a word: a letter cut short must not be ended by QUIT's line."""
        self._client.close()

    def close(self) -> None:
        """Politely if the server answers, and in any case."""
        try:
            _wait_at_most(self._client, 2.0)
            self._client.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            self._client.close()


def dotted(letter: bytes) -> bytes:
    """As DATA wants it (RFC 5321, 4.5.2): lines ended by CR LF, a dot before a dot that begins a line."""
    lines = letter.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)


def _wait_at_most(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


def _client(where: MailAddress) -> smtplib.SMTP:
    name = socket.gethostname() or "localhost"
    if where.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(where.host, where.port, local_hostname=name, timeout=CONNECT_WITHIN, context=context)
    return smtplib.SMTP(where.host, where.port, local_hostname=name, timeout=CONNECT_WITHIN)


def _reply(answer: tuple[int, bytes]) -> Reply:
    code, text = answer
    return Reply(code, text.decode("utf-8", errors="replace"))


Opener = Callable[[], Connection]

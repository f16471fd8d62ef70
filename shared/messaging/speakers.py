"""Who said it: RabbitMQ vouches for the account that a message was published by, and no message vouches for itself."""

from shared.messaging.errands import account_of
from shared.messaging.reading import Identity, NotForUs, Understood, hash_of, read, storable
from shared.messaging.wires import is_in_memory
from shared.service import Instance


def read_from(account: str | None, instance: Instance, content: bytes) -> Understood | NotForUs:
    """As `read`; what another account published than that of the service that its type names is not for us."""
    reading = read(instance.service.handlers, content)
    said = reading.identity
    if said.type is None or not knows_speakers(instance):
        return reading
    speaker = said.type.partition(".")[0]
    if account == speaker:
        return reading
    # Under its hash: an id that a stranger borrowed is still free for the message that it belongs to.
    identity = Identity(hash_of(content), said.type, said.subject)
    return NotForUs(identity, storable(_why_not(account, speaker), 500))


def read_again(instance: Instance, message_id: str, content: bytes, error: str | None) -> Understood | NotForUs:
    """As `read`, for a row of the inbox; what a stranger said stays what it was, whoever asks for another try."""
    reading = read(instance.service.handlers, content)
    if reading.identity.id != message_id:
        return NotForUs(reading.identity, error or "")
    return reading


def knows_speakers(instance: Instance) -> bool:
    """Whether each service has an account of its own, as ours is named like our service.

    Where all share one (a broker of one's own by hand, a test), its name tells nobody apart; nor does memory.
    """
    return not is_in_memory(instance) and account_of(instance.settings.broker_url) == instance.service.name


def _why_not(account: str | None, speaker: str) -> str:
    if account is None:
        return f"bears no name of who said it: have {speaker} say it again (resend), and discard this one"
    return f"said by {account}, not by {speaker}: forged"

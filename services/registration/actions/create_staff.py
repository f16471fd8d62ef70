"""Open an account for somebody who works with the site."""

from sqlalchemy import exists, select

from services.registration.domain.addresses import is_address
from services.registration.domain.kinds import Role
from services.registration.domain.passwords import refuse_weak
from services.registration.domain.people import email_key
from services.registration.domain.refusals import EmailTaken, UnreachableAddress
from services.registration.models import StaffAccount
from services.registration.models.passwords import hashed
from services.registration.outgoing import say_staff
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def create_staff(tx: Transaction, *, email: str, name: str, role: Role, password: str, language: str = "fr") -> str:
    """The account's id; an address serves one account, open or closed."""
    refuse_weak(password)
    if not is_address(email.strip()):
        raise UnreachableAddress
    if tx.db.scalar(select(exists().where(StaffAccount.email_key == email_key(email)))):
        raise EmailTaken
    account = StaffAccount(
        id=new_id(),
        email=email.strip(),
        email_key=email_key(email),
        name=name,
        role=role,
        language=language,
        password_hash=hashed(password),
        active=True,
        revision=1,
        created_at=tx.now,
    )
    tx.db.add(account)
    say_staff(tx, account)
    return account.id

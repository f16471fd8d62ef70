"""Erase a member: nothing is left of who it was, and every figure stays what it is (PRV-6, PRV-7)."""

from sqlalchemy import ColumnElement, delete, exists, func, select

from services.registration.domain.erasing import HasPlacesToCome, StillToBeSaid, number_of_erased
from services.registration.domain.places import ACTIVE
from services.registration.models import Identity, Member, Needs, Registration, Session, SignIn, Sitting
from services.registration.outgoing import say_member_erased
from shared.contracts.registration import ERASED_NAME
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound
from shared.messaging.forget import forget_said, unsent_about


def erase_member(tx: Transaction, *, number: str) -> str:
    """The id that stays; refuses NotFound, HasPlacesToCome, StillToBeSaid.

    Organisation, region and language stay, since figures are counted by them.
    """
    member = tx.db.scalar(select(Member).where(Member.number == number).with_for_update())
    if member is None:
        raise NotFound
    if tx.db.scalar(select(_holds_place_to_come(tx, member.id))):
        raise HasPlacesToCome
    if unsent_about(tx.db, member.id):
        raise StillToBeSaid
    theirs = select(Registration.id).where(Registration.member_id == member.id)
    tx.db.execute(delete(Needs).where(Needs.registration_id.in_(theirs)))
    tx.db.execute(delete(SignIn).where(SignIn.member_id == member.id))
    tx.db.execute(delete(Identity).where(Identity.member_id == member.id))
    forget_said(tx.db, member.id)
    member.number, member.active = number_of_erased(member.id), False
    member.given_name, member.family_name = "", ERASED_NAME
    member.email = member.email_key = ""
    member.revision, member.changed_at = member.revision + 1, tx.now
    say_member_erased(tx, member)
    return member.id


def _holds_place_to_come(tx: Transaction, member_id: str) -> ColumnElement[bool]:
    """A session without a sitting is over when its registration closes."""
    ends_at = select(func.max(Sitting.ends_at)).where(Sitting.session_id == Session.id).scalar_subquery()
    return exists().where(
        Registration.member_id == member_id,
        Registration.place.in_(ACTIVE),
        Registration.session_id == Session.id,
        func.coalesce(ends_at, Session.closes_at) > tx.now,
    )

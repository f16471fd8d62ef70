"""At the end of each session, ask those who came how it was."""

from services.checkin.actions.invite_to_survey import invite_to_survey
from services.checkin.queries.surveys_due import sessions_to_survey
from shared.db.transaction import Transaction


def invite_those_who_came(tx: Transaction) -> None:
    """Harmless to run twice; running again finds those whose scans were heard late."""
    for session_id in sessions_to_survey(tx):
        invite_to_survey(tx, session_id=session_id)

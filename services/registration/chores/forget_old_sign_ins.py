"""Every ten minutes: forget tries, requests, identities and browsers that serve nobody any more."""

from datetime import timedelta

from services.registration.actions.forget_old_sign_ins import forget_old_sign_ins
from shared.service import Chore

FORGET_OLD_SIGN_INS = Chore(name="forget-old-sign-ins", every=timedelta(minutes=10), run=forget_old_sign_ins)

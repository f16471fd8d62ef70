"""Registration's table of contents: start reading here."""

from pathlib import Path
from typing import Final

from services.registration import pages
from services.registration.chores.erase_old_needs import ERASE_OLD_NEEDS
from services.registration.chores.forget_old_previews import FORGET_OLD_PREVIEWS
from services.registration.chores.forget_old_sign_ins import FORGET_OLD_SIGN_INS
from services.registration.commands.announce import ANNOUNCE
from services.registration.commands.change_password import change_password_command
from services.registration.commands.close_staff import close_staff_command
from services.registration.commands.create_staff import create_staff_command
from services.registration.commands.erase_member import erase_member_command
from services.registration.commands.import_directory import import_directory_command
from services.registration.commands.import_events import import_events_command
from services.registration.commands.register_members import register_members_command
from services.registration.commands.reset_second_factor import reset_second_factor_command
from services.registration.commands.staff import staff_command
from services.registration.messages.on_attendance_recorded import on_attendance_recorded
from services.registration.models import Base
from shared.contracts.checkin import ATTENDANCE_RECORDED
from shared.service import Service

SERVICE: Final = Service(
    name="registration",
    mount="",
    folder=Path(__file__).parent,
    metadata=Base.metadata,
    blueprints=[pages.pages],
    handlers={ATTENDANCE_RECORDED: on_attendance_recorded},
    chores=[ERASE_OLD_NEEDS, FORGET_OLD_PREVIEWS, FORGET_OLD_SIGN_INS],
    commands=[
        import_directory_command,
        erase_member_command,
        import_events_command,
        register_members_command,
        create_staff_command,
        change_password_command,
        close_staff_command,
        staff_command,
        reset_second_factor_command,
        ANNOUNCE,
    ],
)

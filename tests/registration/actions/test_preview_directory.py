"""A directory file kept for a while: one for each administrator, the last that was sent."""

from concurrent.futures import ThreadPoolExecutor, wait

from sqlalchemy import select

from services.registration.actions.preview_directory import preview_directory
from services.registration.models import DirectoryPreview
from shared.service import Instance
from tests.registration.actions.test_import_directory import ANNE, LUC, a_file
from tests.registration.browsers import an_account


def send(instance: Instance, staff_id: str, content: bytes) -> None:
    with instance.begin() as tx:
        preview_directory(tx, staff_id=staff_id, content=content)


def test_of_two_files_sent_at_the_same_moment_the_later_one_is_kept(registration: Instance) -> None:
    staff_id = an_account(registration, "ada@alliance.example")

    with ThreadPoolExecutor(1) as pool:
        with registration.begin() as tx:
            preview_directory(tx, staff_id=staff_id, content=a_file(ANNE))
            tx.db.flush()
            later = pool.submit(send, registration, staff_id, a_file(LUC))
            wait([later], timeout=0.5)
        later.result(timeout=30)

    with registration.look() as look:
        assert look.db.scalars(select(DirectoryPreview.content)).all() == [a_file(LUC)]

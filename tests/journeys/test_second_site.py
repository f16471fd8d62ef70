"""A second site where one runs already is told so, in a sentence."""

import socket
from pathlib import Path

import pytest

from services.__main__ import mailbox
from shared.settings import Refusal
from shared.testing.instances import settings_for_tests


def test_a_mailbox_whose_port_is_taken_says_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = settings_for_tests(tmp_path, MAIL_URL=f"smtp://127.0.0.1:{other.getsockname()[1]}")

        with pytest.raises(Refusal, match="MAIL_URL"), mailbox(settings):
            pass

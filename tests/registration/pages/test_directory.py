"""The directory's page: a file is sent, looked at, and imported exactly as it was seen."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from services.registration.actions.end_identity import end_identity
from services.registration.actions.import_directory import import_directory
from services.registration.actions.import_preview import import_preview
from services.registration.actions.open_identity import open_identity
from services.registration.actions.preview_directory import forget_old_previews, preview_directory
from services.registration.domain.directory import COLUMNS
from services.registration.domain.directory_changes import PreviewSpent
from services.registration.domain.kinds import Role
from services.registration.models import DirectoryPreview, Member, StaffAccount
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from shared.testing.time import FakeClock
from tests.registration.browsers import an_account, field

ANNE = "100001,Anne,Tremblay,anne@tourisme.example,Tourisme,Capitale-Nationale,fr,active"
LUC = "100002,Luc,Gagnon,luc@justice.example,Justice,Montréal,en,active"
MARC = "100003,Marc,Roy,marc@justice.example,Justice,Estrie,fr,active"


def a_file(*lines: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *lines, ""]).encode()


@pytest.fixture
def ada(registration: Instance) -> str:
    return an_account(registration, "ada@alliance.example", role=Role.ADMINISTRATOR)


@pytest.fixture
def office(registration: Instance, ada: str) -> Client:
    client = client_of(registration)
    client.sign_in(a_staff_identity("administrator", staff_id=ada))
    return client


@pytest.fixture
def three_members(registration: Instance) -> None:
    with registration.begin() as tx:
        import_directory(tx, content=a_file(ANNE, LUC, MARC))


def send(office: Client, content: bytes, name: str = "repertoire.csv") -> TestResponse:
    return office.submit("/directory", {"file": (io.BytesIO(content), name)})


def confirm(office: Client) -> TestResponse:
    digest = field(office.get("/directory/preview").text, "digest")
    return office.submit("/directory/preview", {"digest": digest})


def numbers(registration: Instance) -> list[str]:
    with registration.look() as look:
        return list(look.db.scalars(select(Member.number).order_by(Member.number)))


def kept(registration: Instance) -> int:
    with registration.look() as look:
        return look.db.scalar(select(func.count()).select_from(DirectoryPreview)) or 0


def test_what_would_change_is_seen_and_nothing_has_changed(
    registration: Instance, office: Client, three_members: None
) -> None:
    leaving = MARC.replace(",active", ",inactive")
    moved = LUC.replace("Justice,", "Tourisme,")

    sent = send(office, a_file(moved, leaving, "100004,Zoé,Côté,zoe@culture.example,Culture,Estrie,fr,active"))
    page = office.get(sent.location).text

    assert (sent.status_code, sent.location) == (303, "/directory/preview")
    assert "Zoé Côté" in page
    assert "<code>organisation</code> Justice → Tourisme" in page
    assert "<code>status</code> active → inactive" in page
    figures = [part.partition("</dd>")[0] for part in page.split('<dd class="figure-value">')[1:]]
    assert figures == ["1", "2", "1", "0", "1"]
    assert numbers(registration) == ["100001", "100002", "100003"]


def test_what_was_seen_is_imported_and_the_file_forgotten(registration: Instance, office: Client) -> None:
    send(office, a_file(ANNE, LUC))

    done = confirm(office)
    page = office.get(done.location).text

    assert (done.status_code, done.location) == (303, "/directory")
    assert "Ajouts" in page
    assert numbers(registration) == ["100001", "100002"]
    assert kept(registration) == 0


def test_a_file_that_changes_nothing_says_so(office: Client, three_members: None) -> None:
    send(office, a_file(ANNE, LUC, MARC))

    page = office.get("/directory/preview").text

    assert "rien à importer" in page
    assert 'name="digest"' not in page


def test_a_directory_that_has_changed_since_is_looked_at_again(registration: Instance, office: Client) -> None:
    send(office, a_file(ANNE, LUC))
    with registration.begin() as tx:
        import_directory(tx, content=a_file(LUC))

    moved = confirm(office)

    assert moved.status_code == 409
    assert "Le répertoire a changé" in moved.text
    assert numbers(registration) == ["100002"]
    assert office.submit("/directory/preview", {"digest": field(moved.text, "digest")}).status_code == 303
    assert numbers(registration) == ["100001", "100002"]


def test_a_file_that_no_longer_fits_the_directory_is_refused_line_by_line(
    registration: Instance, office: Client
) -> None:
    send(office, a_file(ANNE))
    digest = field(office.get("/directory/preview").text, "digest")
    with registration.begin() as tx:
        import_directory(tx, content=a_file(MARC.replace("marc@justice", "anne@tourisme")))

    refused = office.submit("/directory/preview", {"digest": digest})

    assert refused.status_code == 422
    assert "100003" in refused.text
    assert numbers(registration) == ["100003"]


def a_workbook() -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Le fichier est vide"),
        (a_file(), "aucun membre en dessous"),
        (a_file(ANNE, LUC, ANNE), "Déjà à la ligne 2"),
        (a_file(ANNE).replace(b"email", b"courriel"), "doit nommer ces colonnes"),
        (a_file(LUC).decode().encode("latin-1"), "UTF-8"),
        (a_file(LUC).decode().encode("utf-16"), "UTF-8"),
        (a_workbook(), "Ceci est un classeur"),
        (b"\x89PNG\r\n\x1a\n" * 1000, "UTF-8"),
        (a_file('"sans fin', *[ANNE] * 3), "guillemets"),
        (a_file("sans fin" * 30_000), "plus longue"),
        (a_file(ANNE.replace("anne@tourisme.example", "<script>alert(1)</script>")), "&lt;script&gt;"),
    ],
    ids=[
        "empty",
        "no lines",
        "twice",
        "columns",
        "latin-1",
        "utf-16",
        "workbook",
        "picture",
        "quotes",
        "long",
        "hostile",
    ],
)
def test_a_bad_file_is_explained_in_words_and_kept_nowhere(
    registration: Instance, office: Client, content: bytes, said: str
) -> None:
    sent = send(office, content)

    assert sent.status_code == 422
    assert said in sent.text
    assert "<script>alert" not in sent.text
    assert (numbers(registration), kept(registration)) == ([], 0)


def test_two_hundred_problems_are_shown_and_the_others_counted(office: Client) -> None:
    sent = send(office, a_file(*["x"] * 500))

    assert sent.text.count("<tr>") == 201
    assert "Et 300 autres" in sent.text


def test_without_a_file_the_page_asks_for_one(office: Client) -> None:
    for data in ({}, {"file": (io.BytesIO(b""), "")}, {"file": "typed"}):
        assert "Choisissez le fichier du répertoire" in office.submit("/directory", data).text


def test_a_hundred_thousand_lines_are_refused_for_their_size_in_words(registration: Instance, office: Client) -> None:
    lines = (ANNE.replace("100001", str(number)).replace("anne@", f"anne{number}@") for number in range(10**5))

    # As bytes: the test's own browser would leave a temporary file open.
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + a_file(*lines)
    sent = office.post("/directory", data=part + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")

    assert sent.status_code == 413
    assert "trop volumineux" in sent.text
    assert kept(registration) == 0


def test_a_file_is_another_administrators_to_nobody(registration: Instance, office: Client) -> None:
    send(office, a_file(ANNE))
    digest = field(office.get("/directory/preview").text, "digest")
    other = client_of(registration)
    other_id = an_account(registration, "bea@alliance.example", role=Role.ADMINISTRATOR)
    other.sign_in(a_staff_identity("administrator", staff_id=other_id))

    assert other.get("/directory/preview").status_code == 410
    assert other.submit("/directory", {}).status_code == 422
    token = {"csrf_token": other.form_token() or "", "digest": digest}
    assert other.post("/directory/preview", data=token).status_code == 410
    assert numbers(registration) == []


def test_what_is_confirmed_is_the_file_that_was_shown(registration: Instance, office: Client) -> None:
    """Another window has sent another file since."""
    send(office, a_file(ANNE))
    seen = field(office.get("/directory/preview").text, "digest")
    send(office, a_file(LUC))

    assert office.submit("/directory/preview", {"digest": seen}).status_code == 410
    assert numbers(registration) == []


def test_the_file_is_forgotten_on_request_and_after_half_an_hour(
    registration: Instance, clock: FakeClock, office: Client
) -> None:
    send(office, a_file(ANNE))
    office.submit("/directory/forget")
    assert kept(registration) == 0
    send(office, a_file(ANNE))
    clock.advance(timedelta(minutes=30))
    with registration.begin() as tx:
        forget_old_previews(tx)

    assert kept(registration) == 0


def test_a_file_past_its_half_hour_is_not_imported_even_before_the_chore(
    registration: Instance, clock: FakeClock, ada: str
) -> None:
    with registration.begin() as tx:
        preview_directory(tx, staff_id=ada, content=a_file(ANNE))
        digest = tx.db.query(DirectoryPreview).one().digest
    clock.advance(timedelta(minutes=30))

    with registration.begin() as tx, pytest.raises(PreviewSpent):
        import_preview(tx, staff_id=ada, digest=digest)


def test_signing_out_forgets_the_file(registration: Instance, ada: str) -> None:
    with registration.begin() as tx:
        preview_directory(tx, staff_id=ada, content=a_file(ANNE))
        identity_id = open_identity(tx, tx.db.get_one(StaffAccount, ada)).identity_id

    with registration.begin() as tx:
        end_identity(tx, identity_id=identity_id)

    assert kept(registration) == 0


def test_confirming_twenty_times_at_once_imports_once(registration: Instance, ada: str) -> None:
    with registration.begin() as tx:
        preview_directory(tx, staff_id=ada, content=a_file(ANNE))
        digest = tx.db.query(DirectoryPreview).one().digest

    assert _together(lambda: _import(registration, ada, digest)).count(True) == 1
    assert numbers(registration) == ["100001"]


def _import(registration: Instance, staff_id: str, digest: str) -> bool:
    try:
        with registration.begin() as tx:
            import_preview(tx, staff_id=staff_id, digest=digest)
    except PreviewSpent:
        return False
    return True


def _together(one_try: Callable[[], bool]) -> list[bool]:
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(lambda _: one_try(), range(20)))


@pytest.mark.parametrize("role", ["organizer", "door"])
def test_only_administrators_see_the_directory(registration: Instance, role: str) -> None:
    browser = client_of(registration)
    browser.sign_in(a_staff_identity(role))

    assert browser.get("/directory").status_code == 403
    assert "/directory" not in browser.get("/").text

"""The scanner's shell, the same for everybody: it is kept by the phone, so it holds nothing personal."""

import hashlib
import json
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from services.checkin.pages.door_words import DOOR_WORDS
from shared.kernel.words import LANGUAGES, Language
from shared.web.access import access, anyone
from shared.web.language import current_language, translator
from shared.web.links import path_to
from shared.web.security import allow_camera, extend_policy
from shared.web.transactions import current_instance

door = Blueprint(
    "door", "services.checkin", template_folder="templates", static_folder="static", static_url_path="/static"
)

_STATIC: Final = Path(__file__).resolve().parents[1] / "static"
_SCANNER: Final = _STATIC / "checkin" / "scanner"
_VENDOR: Final = _STATIC / "checkin" / "vendor"
# Served by views of their own, and never from the shell's list.
_WORKERS: Final = {"service-worker.js", "decoder-worker.js"}


@door.get("/door")
@access(anyone)
def shell() -> ResponseReturnValue:
    allow_camera()
    extend_policy(script_src="'wasm-unsafe-eval'")
    page = render_template("checkin/door.html", words=_words(current_language()), island=_island())
    return _revalidated(make_response(page))


@door.get("/door/decoder-worker.js")
@access(anyone)
def decoder_worker() -> ResponseReturnValue:
    """A worker obeys the policy of its own response, so this one file is served with the page's."""
    extend_policy(script_src="'wasm-unsafe-eval'")
    return _script("decoder-worker.js")


@door.get("/sw.js")
@access(anyone)
def service_worker() -> ResponseReturnValue:
    """Served here so that its scope is the whole of the service; its list changes whenever a file of the shell does."""
    files = _shell_files()
    head = f"const VERSION = {json.dumps(_version())};\nconst FILES = {json.dumps(files)};\n"
    return _script("service-worker.js", head=head)


def _script(name: str, head: str = "") -> Response:
    source = head + (_SCANNER / name).read_text(encoding="utf-8")
    return _revalidated(Response(source, content_type="text/javascript; charset=utf-8"))


def _revalidated(response: Response) -> Response:
    """Nothing personal in it: it may be kept, and is asked for again each time."""
    response.headers["Cache-Control"] = "no-cache"
    return response


def _words(language: Language) -> dict[str, str]:
    translate, organisation = translator(language, "checkin").gettext, current_instance().organisation
    words = {key: translate(sentence) for key, sentence in DOOR_WORDS.items()}
    officer, help_ = organisation.privacy_officer, organisation.help
    return words | {"officer_title": officer.title.in_(language), "help_title": help_.title.in_(language)}


def _island() -> dict[str, object]:
    """What the page's modules cannot know by themselves."""
    instance = current_instance()
    return {
        "words": {language: _words(language) for language in LANGUAGES},
        "api": path_to("checkin", "/api/v1"),
        "site": instance.settings.site_url,
        "time_zone": str(instance.organisation.time_zone),
        "sign_in": path_to("registration", "/sign-in/renew?as=staff&next=") + path_to("checkin", "/door"),
        "worker": url_for("door.decoder_worker"),
        "service_worker": url_for("door.service_worker"),
        "decoder": _decoder(),
    }


def _decoder() -> dict[str, str] | None:
    """None where `make decoder` has not run: the page then says so, and typed numbers go on working."""
    manifest = _VENDOR / "decoder.json"
    if not manifest.exists():
        return None
    names = json.loads(manifest.read_text(encoding="utf-8"))
    return {part: _static(f"checkin/vendor/{names[part]}") for part in ("script", "wasm")}


def _shell_files() -> list[str]:
    """Everything that the page needs when there is no network."""
    modules = sorted(path.name for path in _SCANNER.glob("*.*") if path.name not in _WORKERS)
    own = [_static(f"checkin/scanner/{name}") for name in modules]
    decoder = _decoder() or {}
    return [url_for("door.shell"), url_for("door.decoder_worker"), *own, *decoder.values()]


def _static(filename: str) -> str:
    return url_for("door.static", filename=filename)


def _version() -> str:
    """Changes with the content of any file of the shell, or of any sentence."""
    digest = hashlib.sha256(json.dumps(_island(), sort_keys=True).encode())
    for path in sorted(_SCANNER.glob("*.*")):
        digest.update(path.read_bytes())
    for template in ("door.html", "door_icons.html"):
        digest.update((_STATIC.parent / "templates" / "checkin" / template).read_bytes())
    return digest.hexdigest()[:12]

"""The mailbox's pages: the list, a letter as received, and the same as JSON."""

import datetime as dt
import re
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from demo.mailbox.reading import Opened, Piece, open_letter
from demo.mailbox.store import Store
from demo.mailbox.words import WORDS

MOUNT: Final = "/mailbox"
PER_PAGE: Final = 50
MOST: Final = 1000
ALLOWED: Final = "allow-popups allow-popups-to-escape-sandbox"
OWN_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A letter may show its own pictures and style itself; its links open in a page of their own.
LETTER_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors 'self'; sandbox {ALLOWED}"
)
# Shown by a browser in a page; everything else is handed over as a file.
_SHOWN: Final = ("image/png", "image/jpeg", "image/gif")


def pages_of(store: Store) -> Flask:
    app = Flask("demo.mailbox", static_folder="static", template_folder="templates")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.register_blueprint(_pages(store))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_guard)
    app.context_processor(_shown)
    return app


def _pages(store: Store) -> Blueprint:
    pages = Blueprint("mailbox", __name__)

    def opened(n: int) -> Opened:
        content = store.content(n)
        if content is None:
            abort(404)
        return open_letter(content)

    def piece_of(n: int, name: str) -> Piece:
        found = [piece for piece in opened(n).pieces if name in (piece.content_id, str(piece.number))]
        if not found:
            abort(404)
        return found[0]

    @pages.errorhandler(404)
    def missing(_wrong: NotFound) -> ResponseReturnValue:
        return render_template("missing.html"), 404

    @pages.get("/")
    def index() -> ResponseReturnValue:
        words, page = request.args.get("q", "").strip(), _number("page", 1)
        letters = store.newest(words=words, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
        more = store.count(words=words) > page * PER_PAGE
        return render_template("index.html", letters=letters, q=words, page=page, more=more)

    @pages.get("/letters/<int:n>")
    def letter(n: int) -> ResponseReturnValue:
        return render_template("letter.html", n=n, letter=opened(n))

    @pages.get("/letters/<int:n>/html")
    def html(n: int) -> ResponseReturnValue:
        written = opened(n).html
        if written is None:
            abort(404)
        response = Response(_in_a_frame(written, n), content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = LETTER_POLICY
        return response

    @pages.get("/letters/<int:n>/part/<name>")
    def part(n: int, name: str) -> ResponseReturnValue:
        piece = piece_of(n, name)
        if piece.content_type in _SHOWN:
            return Response(piece.content, content_type=piece.content_type)
        response = Response(piece.content, content_type="application/octet-stream")
        name = quote(piece.filename or f"{piece.number}.bin", safe="")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

    @pages.get("/letters/<int:n>/raw")
    def raw(n: int) -> ResponseReturnValue:
        content = store.content(n)
        if content is None:
            abort(404)
        response = Response(content, content_type="message/rfc822")
        response.headers["Content-Disposition"] = f'attachment; filename="{n}.eml"'
        return response

    @pages.get("/api/letters")
    def api() -> ResponseReturnValue:
        """`to` is a whole address, `after` a number; in the order of arrival."""
        limit = min(_number("limit", 100), MOST)
        found = store.entries(to=request.args.get("to") or None, after=_number("after", 0), limit=limit)
        return jsonify({"letters": [_as_json(entry.n, opened(entry.n)) for entry in found]})

    return pages


def _as_json(n: int, letter: Opened) -> dict[str, Any]:
    heading = letter.heading
    return {
        "n": n,
        "from": heading.sender,
        "to": heading.to,
        "subject": heading.subject,
        "date": heading.date,
        "headers": [[name, value] for name, value in letter.headers],
        "text": letter.text,
        "html": letter.html,
        "raw": url_for("mailbox.raw", n=n),
        "attachments": [
            {
                "content_type": piece.content_type,
                "parameters": piece.parameters,
                "filename": piece.filename,
                "content_id": piece.content_id,
                "size": len(piece.content),
                "address": url_for("mailbox.part", n=n, name=piece.content_id or piece.number),
            }
            for piece in letter.pieces
        ],
    }


def _in_a_frame(html: str, n: int) -> str:
    """The letter's own words, its pictures by address, its links in another page."""
    with_pictures = re.sub(
        r"""(["'(])cid:([^"')]+)""",
        lambda found: found[1] + url_for("mailbox.part", n=n, name=found[2]),
        html,
    )
    return re.sub(r"(<head[^>]*>)", r'\1<base target="_blank">', with_pictures, count=1)


def _number(name: str, otherwise: int) -> int:
    written = request.args.get(name, "")
    return min(int(written), 10**9) if written.isascii() and written.isdecimal() else otherwise


def _guard(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", OWN_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _shown() -> dict[str, Any]:
    asked = request.args.get("language", "")
    language = asked if asked in WORDS else _language_of_the_site()
    words = WORDS[language]
    kept = {"language": asked} if asked in WORDS else {}
    other = {**request.view_args, **request.args.to_dict()} if request.view_args is not None else {}
    other["language"] = words["other_language"]
    return {
        "language": language,
        "words": words,
        "kept": kept,
        "allowed": ALLOWED,
        "other_address": url_for(request.endpoint, **other) if request.endpoint else url_for("mailbox.index"),
        "shown_date": _shown_date,
    }


def _language_of_the_site() -> str:
    """Where the mailbox stands on the site, what was chosen there holds here (on HTTPS, its cookie bears a prefix)."""
    chosen = request.cookies.get("lang") or request.cookies.get("__Host-lang")
    return "en" if chosen == "en" else "fr"


def _shown_date(written: str) -> str:
    try:
        return dt.datetime.fromisoformat(written).strftime("%Y-%m-%d\u00a0%H:%M")
    except ValueError:
        return written

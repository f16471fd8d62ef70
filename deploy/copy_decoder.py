"""Copy the QR decoder that npm fetched to where the scanner page serves it, under names that change with its content.

`make decoder` runs it after `npm ci`. Browsers keep hashed names for ever; decoder.json says which are today's.
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = ROOT / "node_modules" / "zxing-wasm"
VENDOR: Final = ROOT / "services" / "checkin" / "static" / "checkin" / "vendor"
SOURCES: Final = {
    "script": PACKAGE / "dist" / "iife" / "reader" / "index.js",
    "wasm": PACKAGE / "dist" / "reader" / "zxing_reader.wasm",
    "licence": PACKAGE / "LICENSE",
}
NAMES: Final = {"script": "zxing-reader.{}.js", "wasm": "zxing-reader.{}.wasm", "licence": "zxing-wasm.{}.licence.txt"}


def main() -> None:
    """Replaces the whole folder: no version stays behind beside another."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    copied = {part: _copy(source, NAMES[part]) for part, source in SOURCES.items()}
    version = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"]
    # Written last: where decoder.json stands, the files that it names stand too.
    (VENDOR / "decoder.json").write_text(json.dumps({"version": version, **copied}, indent=2) + "\n", encoding="utf-8")


def _copy(source: Path, name: str) -> str:
    hashed = name.format(hashlib.sha256(source.read_bytes()).hexdigest()[:12])
    shutil.copyfile(source, VENDOR / hashed)
    return hashed


if __name__ == "__main__":
    main()

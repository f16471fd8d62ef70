"""Files that are there whole or not at all, whenever the process that writes them dies."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_new(path: Path, content: bytes) -> None:
    """For the owner's eyes only; a file that is there already is never replaced (FileExistsError)."""
    with NamedTemporaryFile(dir=path.parent) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        os.link(file.name, path)

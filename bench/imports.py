"""How long a directory takes to import: a hundred thousand lines, in the embedded site's database."""

import time
from dataclasses import dataclass
from pathlib import Path

from bench.processes import Processes
from demo.directory import directory, write_directory


@dataclass(frozen=True)
class Imported:
    lines: int
    seconds: float


def time_of_import(folder: Path, lines: int) -> Imported:
    """The operator's command, its start included."""
    path = folder / "directory.csv"
    write_directory(path, directory(count=lines))
    processes = Processes(folder, {"DEMONSTRATION": "yes", "VAR": str(folder)})
    processes.command("services.registration", "migrate")
    began = time.perf_counter()
    processes.command("services.registration", "import-directory", str(path))
    return Imported(lines, time.perf_counter() - began)

"""What has to hold after every fault, and the table that tells whether it did."""

import dataclasses
import json
import os
import pathlib
import sqlite3
import time

COLUMNS = ("lost", "redone", "differ", "5xx", "left", "falls", "ends", "other")


@dataclasses.dataclass
class Row:
    """One kind of fault: how often it was made, and how often each promise was broken."""

    name: str
    faults: int = 0
    checked: int = 0
    notes: list = dataclasses.field(default_factory=list)
    skipped: str = ""
    began: float = dataclasses.field(default_factory=time.monotonic)
    seconds: float = 0
    broken: dict = dataclasses.field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))

    def breaks(self, column, what):
        self.broken[column] += 1
        self.notes.append(f"{self.name}: {column}: {what}")

    def holds(self, true, column, what):
        if not true:
            self.breaks(column, what)
        return true

    def polled(self, poller):
        for trouble in poller.server_errors:
            self.breaks("5xx", trouble)
        for fall in poller.falls:
            self.breaks("falls", fall)

    def good(self):
        return not any(self.broken.values())


def print_table(rows):
    columns = " ".join(f"{column:>6}" for column in COLUMNS)
    print(f"{'fault':24} {'made':>5} {'checked':>7}  {columns}      s  result")
    for row in rows:
        counts = " ".join(f"{row.broken[column]:6}" for column in COLUMNS)
        result = f"skipped: {row.skipped}" if row.skipped else "held" if row.good() else "BROKEN"
        print(f"{row.name:24} {row.faults:5} {row.checked:7}  {counts} {row.seconds:6.0f}  {result}")
    for note in [note for row in rows for note in row.notes][:60]:
        print("  " + note)
    broken = sum(not row.good() for row in rows)
    print(f"{sum(row.faults for row in rows)} faults, {broken} kinds with a broken promise.")


def mark(file):
    facts = os.stat(file)
    return facts.st_ino, facts.st_mtime_ns


def finished_stages(work: pathlib.Path, clips: pathlib.Path):
    """Marks of what finished stages left: their artefacts, and the files that these are about."""
    marks = {}
    for artefact in work.glob("[0-9]*.json"):
        try:
            value = json.loads(artefact.read_bytes())["value"]
            marks[artefact] = mark(artefact)
            if artefact.name.startswith("20_"):
                marks[work / "20_sound.wav"] = mark(work / "20_sound.wav")
            if artefact.name.startswith("60_"):
                marks[clips / value["file"]] = mark(clips / value["file"])
        except (OSError, ValueError, KeyError):
            marks[artefact] = None
    return marks


def check_kept(row, before, after):
    for file, seen in before.items():
        row.holds(seen is not None and after.get(file) == seen, "redone", f"{file.name} was made a second time")


def results(folder):
    """Bytes of what people came for."""
    files = [file for file in folder.rglob("*") if file.is_file() and ".podpromo" not in file.parts]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files if file.suffix != ".draft"}


def check_same(row, wanted, now):
    for name in sorted(wanted.keys() | now.keys()):
        same = wanted.get(name) == now.get(name)
        row.holds(same, "differ", f"{name} is {'other bytes' if name in wanted and name in now else 'not in both'}")


def leftovers(data):
    """What has no business on disk after a clean start."""
    found = [file for file in data.rglob("*.draft")]
    for folder in (data / "uploads/.incoming", data / "tmp", *data.glob("*/.trash")):
        if folder.is_dir():
            found += [file for file in folder.iterdir() if not file.name.endswith(".json")]
    return found


def check_tidy(row, data):
    for file in leftovers(data):
        row.breaks("left", str(file.relative_to(data)))


def jobs(data):
    """Every job's state by its episode."""
    with sqlite3.connect(f"file:{data / 'outputs/podpromo.db'}?mode=ro", uri=True) as database:
        return dict(database.execute("SELECT episode, state FROM jobs").fetchall())


def running_below(data):
    """Processes that still work on `data`, the server's own aside."""
    mine = os.fsencode(str(data))
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if int(entry.parent.name) != os.getpid() and mine in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found

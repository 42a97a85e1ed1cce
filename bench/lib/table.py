"""One table for every benchmark: row, ours, peer, ratio, goal, met."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import statistics

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "bench" / "RESULTS.md"


def arguments(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="in a minute: shorter runs, smaller files")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the rows there too")
    parser.add_argument("--keep", action="store_true", help="write the table to bench/RESULTS.md, with machine and date")
    return parser


def middle(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


class Table:
    def __init__(self):
        self.rows = []

    def add(self, name, ours, unit, peer=None, ratio_at_least=None, ratio_at_most=None, at_most=None, at_least=None):
        """A row; its goal is for the ratio ours/peer, or for our figure alone. Without a goal nothing is met or missed."""
        ratio = ours / peer if ours is not None and peer else None
        goal, met = "", None
        for value, limit, sign, kept in ((ratio, ratio_at_least, "≥", lambda a, b: a >= b), (ratio, ratio_at_most, "≤", lambda a, b: a <= b),
                                         (ours, at_least, "≥", lambda a, b: a >= b), (ours, at_most, "≤", lambda a, b: a <= b)):
            if limit is None:
                continue
            goal = f"{sign} {limit:g}" + ("×" if value is ratio and value is not ours else f" {unit}")
            met = value is not None and kept(value, limit)
        self.rows.append({"name": name, "ours": ours, "peer": peer, "unit": unit, "ratio": ratio, "goal": goal, "met": met})

    def lines(self):
        header = ["row", "ours", "peer", "ratio", "goal", "met"]
        body = [[row["name"], figure(row["ours"], row["unit"]), figure(row["peer"], row["unit"]),
                 "" if row["ratio"] is None else f"{row['ratio']:.2f}×", row["goal"], {True: "yes", False: "NO", None: ""}[row["met"]]]
                for row in self.rows]
        widths = [max(len(line[i]) for line in [header, *body]) for i in range(len(header))]
        for line in [header, ["-" * width for width in widths], *body]:
            yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"

    def give(self, benchmark, options):
        print("\n".join(self.lines()), flush=True)
        if options.json:
            options.json.write_text(json.dumps({"rows": self.rows}, indent=2) + "\n")
        if options.keep:
            keep(benchmark, "\n".join(self.lines()))
        return 0 if all(row["met"] is not False for row in self.rows) else 1


def figure(value, unit):
    if value is None:
        return ""
    text = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
    return f"{text} {unit}".rstrip()


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1)) / 2**20
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    return (f"{cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB memory, "
            f"{system.group(1) if system else platform.system()}, Linux {platform.release().split('-')[0]}")


def keep(benchmark, table):
    """Takes the place of the benchmark's last section in RESULTS.md."""
    title = f"## {benchmark}"
    section = f"{title}\n{datetime.date.today().isoformat()}. {machine()}.\n\n{table}\n"
    text = RESULTS.read_text() if RESULTS.exists() else "# The last full run of each benchmark\n`scripts/bench NAME --keep` writes it here.\n"
    parts = re.split(r"(?m)^(?=## )", text)
    others = [part.rstrip() + "\n" for part in parts if not part.startswith(title + "\n")]
    RESULTS.write_text("\n".join([*others, section]))

"""Breaks the real server and the real command in every way that is known, and tells in one table what held."""

import argparse
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time
import traceback

import bench as benches
import checks
import disks
import kills
import others
import resumed


def scenarios(kills_wanted):
    of_command = kills_wanted // 4
    return {
        "borders": ("kill at a border", kills.at_borders),
        "artefacts": ("kill before an artefact", kills.before_every_artefact),
        "random": ("kill at random", lambda bench, row: kills.at_random(bench, row, kills_wanted - of_command)),
        "command": ("kill the command", lambda bench, row: kills.of_the_command(bench, row, of_command)),
        "uploading": ("kill while uploading", kills.while_uploading),
        "resuming": ("kill while resuming", resumed.while_resuming),
        "deleting": ("kill while deleting", kills.while_deleting),
        "retrying": ("kill while retrying", kills.while_retrying),
        "recovering": ("kill while recovering", kills.while_recovering),
        "cuts": ("power cut", disks.power_cuts),
        "refusing": ("folder refuses", disks.refusing),
        "once": ("one change refused", lambda bench, row: disks.once(bench, row, 1 if bench.quick else 12)),
        "small": ("disk full", disks.small_disk),
        "readonly": ("disk read-only at start", disks.read_only_start),
        "clock": ("clock jumps", others.clock_jumps),
        "two": ("two servers", others.two_servers),
        "leave": ("told to leave", others.told_to_leave),
        "descriptors": ("out of descriptors", others.out_of_descriptors),
    }


def run(name, make, bench):
    row = checks.Row(name)
    # Each kind has instants of its own, so that leaving one out doesn't move the others'.
    bench.random = random.Random(f"{bench.seed} {name}")
    try:
        make(bench, row)
    except Exception:  # noqa: BLE001  whatever the harness stumbles over is a fault to look at
        row.breaks("other", traceback.format_exc(limit=4))
    row.seconds = time.monotonic() - row.began
    held = "" if row.good() else ", BROKEN"
    print(f"{name}: {row.faults} made in {row.seconds:.0f} s{held}", file=sys.stderr, flush=True)
    return row


def main():
    parser = argparse.ArgumentParser(prog="scripts/faults", description=__doc__)
    parser.add_argument("--kills", type=int, metavar="N", help="kills at random instants [200; quick: 8]")
    parser.add_argument("--seed", type=int, metavar="S", help="where the instants come from [told at the beginning]")
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="these kinds only: " + ", ".join(scenarios(0)))
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int.from_bytes(os.urandom(3), "big")
    all_of_them = scenarios(options.kills or (8 if options.quick else 200))
    unknown = [kind for kind in options.kinds if kind not in all_of_them]
    if unknown:
        parser.error(f"there is no kind of fault called {unknown[0]}")

    print(f"The instants come from seed {seed}: scripts/faults --seed {seed}", file=sys.stderr, flush=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="podpromo-faults-")).resolve()
    try:
        bench = benches.Bench(scratch, seed, options.quick)
        print(f"An undisturbed run takes {bench.whole_run:.1f} s.", file=sys.stderr, flush=True)
        wanted = options.kinds or all_of_them
        rows = [run(name, make, bench) for kind, (name, make) in all_of_them.items() if kind in wanted]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    checks.print_table(rows)
    return 0 if all(row.good() for row in rows) else 1


sys.exit(main())

"""Clocks that jump, two servers on one folder, a server that is told to leave, and one that runs out of descriptors."""

import signal
import socket
import threading
import time

import checks
import rig


def clock_jumps(bench, row):
    """Hours and years, back and forth, while the episode is worked on."""
    hour, year = 3600, 365 * 86400
    for jumps in [[-hour, year]] if bench.quick else [[-hour, 24 * hour], [10 * year, 0], [-year, 30, -30]]:
        data, rules = bench.copy(bench.uploaded, "clock"), bench.layer()
        server = rig.Server(data, rules)
        with rig.Poller(bench.episode) as poller:
            poller.follow(server)
            for number, seconds in enumerate(jumps):
                share = (number + 1) / (len(jumps) + 1) * bench.whole_run * 0.8
                rig.wait_until(lambda: rig.stage_of(server, bench.episode) == "completed", share)
                rules.shift_clock(seconds)
                row.faults += 1
            bench.completes(row, server)
            poller.server = None
        server.end(signal.SIGTERM)
        row.checked += 1
        row.polled(poller)
        checks.check_same(row, bench.wanted, bench.results(data))
        bench.upload_is_safe(row, data)
        bench.stays_done(row, data)
        bench.drop(data)


def two_servers(bench, row):
    data = bench.copy(bench.done, "two")
    first = rig.Server(data)
    row.faults += 1
    row.checked += 1
    began = time.monotonic()
    second = rig.Server(data)
    refused = rig.wait_until(lambda: not second.alive(), 10)
    row.holds(refused and second.process.returncode != 0, "other", "the second server starts")
    row.holds("another PodPromo server is running" in second.said(), "other", f"it says {second.said()[-300:]}")
    row.holds(time.monotonic() - began < 10, "other", "it takes long to refuse")
    row.holds(rig.stage_of(first, bench.episode) == "completed", "other", "the first one doesn't answer any more")
    row.holds(first.end(signal.SIGTERM) == 0, "other", "the first one doesn't end well")
    bench.stays_done(row, data)
    bench.drop(data)


def told_to_leave(bench, row):
    """SIGTERM at some instants: it ends by itself, soon, with all its children, and the next start goes on."""
    for _ in range(1 if bench.quick else 8):
        data = bench.copy(bench.uploaded, "leave")
        with rig.Poller(bench.episode) as poller:
            before, server = bench.stages(data), rig.Server(data)
            poller.follow(server)
            sent = threading.Thread(target=lambda: answers.append(server.upload(bench.hum)))
            answers = []
            time.sleep(bench.random.uniform(0, 0.8 * bench.whole_run))
            sent.start()
            began = time.monotonic()
            poller.server = None
            code = server.end(signal.SIGTERM)
            sent.join()
            row.faults += 1
            row.holds(code == 0, "other", f"it ends with {code}: {server.said()[-300:]}")
            row.holds(time.monotonic() - began < 6, "other", "it takes long to leave")
            row.holds(not checks.running_below(data), "other", "children outlive the server")
            checks.check_kept(row, before, bench.stages(data))
            for status, body in answers:
                if status == 200:
                    bench.upload_is_safe(row, data, body["episodeId"], bench.hum)
            leave_alone(data, bench.episode)
            bench.to_the_end(row, data, poller)
        row.polled(poller)
        bench.drop(data)


def leave_alone(data, episode):
    """Takes other episodes away, so that the one that is looked at doesn't share the processor."""
    server = rig.Server(data)
    for other in server.get("/api/episodes")[1].get("episodes", []):
        if other["id"] != episode:
            server.ask("DELETE", "/api/episodes/" + other["id"])
    server.end(signal.SIGTERM)


def out_of_descriptors(bench, row):
    """Somebody takes all of them; when they are given back, everything goes on."""
    for limit in (64,) if bench.quick else (48, 64, 128):
        data = bench.copy(bench.uploaded, "descriptors")
        server = rig.Server(data, descriptors=limit)
        with rig.Poller(bench.episode) as poller:
            poller.follow(server)
            taken = []
            for _ in range(limit + 20):
                taken.append(socket.socket())
                taken[-1].settimeout(0.2)
                taken[-1].connect_ex(server.address)
            row.faults += 1
            rig.ask(server.address, "GET", "/api/progress", timeout=1)
            time.sleep(1)
            for one in taken:
                one.close()
            row.holds(rig.wait_until(lambda: server.get("/health")[0] == 200, 15), "other", "it doesn't answer again")
            row.holds(server.alive(), "other", f"the server died: {server.said()[-300:]}")
            bench.completes(row, server)
            poller.server = None
        server.end(signal.SIGTERM)
        row.checked += 1
        row.polled(poller)
        checks.check_same(row, bench.wanted, bench.results(data))
        bench.upload_is_safe(row, data)
        bench.stays_done(row, data)
        bench.drop(data)

"""Disks that refuse: each folder alone, by the layer and by a small file system; and what a power cut leaves."""

import errno
import os
import signal
import subprocess
import time

import checks
import layer
import rig

ERRORS = {"full": errno.ENOSPC, "broken": errno.EIO, "read-only": errno.EROFS}


def refusing(bench, row):
    """One folder refuses every change for a while: first an upload, then the work on an episode."""
    pairs = [(name, error) for name in rig.FOLDERS.values() for error in ERRORS.values()]
    if bench.quick:
        pairs = [("uploads", errno.ENOSPC), ("outputs", errno.EIO)]
    for name, error in pairs:
        data, rules = bench.copy(bench.uploaded, "disk"), bench.layer()
        server = rig.Server(data, rules)
        with rig.Poller(bench.episode) as poller:
            poller.follow(server)
            rules.arm(data / name, error=error)
            refused_upload(bench, row, server)
            rig.wait_until(lambda: rig.stage_of(server, bench.episode) in ("error", "completed"), 8)
            row.faults += rules.hits() > 0
            rules.disarm()
            row.holds(server.alive(), "other", f"{name} {os.strerror(error)}: the server died: {server.said()[-300:]}")
            bench.completes(row, server)
            poller.server = None
        server.end(signal.SIGTERM)
        finished(bench, row, data, poller)


def finished(bench, row, data, poller):
    row.checked += 1
    row.polled(poller)
    checks.check_same(row, bench.wanted, bench.results(data))
    bench.upload_is_safe(row, data)
    bench.stays_done(row, data)
    bench.drop(data)


def refused_upload(bench, row, server):
    """It is refused in words a person can read, or accepted and safe; never anything between."""
    status, body = server.upload(bench.hum)
    if status == 200:
        bench.upload_is_safe(row, server.data, body["episodeId"], bench.hum)
        server.ask("DELETE", "/api/episodes/" + body["episodeId"])
        return
    row.holds(status in (507, 500, 503, 403), "other", f"a refused upload is answered {status} {body}")
    words = body.get("detail") or body.get("title") or ""
    told = bool(words) and str(server.data) not in str(body)
    row.holds(told, "other", f"a refusal without words, or with paths: {body}")
    listed = {episode["id"] for episode in server.get("/api/episodes")[1].get("episodes", [])}
    row.holds(listed <= {bench.episode}, "other", f"a refused upload is listed: {listed}")


def once(bench, row, times):
    """One change at a random place fails, once; whatever the server makes of it, the episode completes."""
    for _ in range(times):
        data, rules = bench.copy(bench.uploaded, "once"), bench.layer()
        at = bench.random.randrange(20, 400)
        rules.arm(data, error=bench.random.choice(list(ERRORS.values())), first=at, last=at)
        server = rig.Server(data, rules)
        if not server.alive():
            row.holds("can't" in server.said(), "other", f"a start ends without words: {server.said()}")
            server = rig.Server(data, rules)
        with rig.Poller(bench.episode) as poller:
            poller.follow(server)
            bench.completes(row, server)
            poller.server = None
        row.faults += rules.hits()
        server.end(signal.SIGTERM)
        finished(bench, row, data, poller)


def small_disk(bench, row):
    """A real file system that fills up while the server works, and is emptied again."""
    for name in ("outputs",) if bench.quick else rig.FOLDERS.values():
        data = bench.copy(bench.uploaded, "small")
        if not mounted(data / name):
            row.skipped = "mounting takes rights that aren't here"
            return bench.drop(data)
        try:
            filled(bench, row, data, name)
        finally:
            subprocess.run(["umount", "-l", data / name], check=False)
        bench.drop(data)


def mounted(folder):
    aside = folder.with_name(folder.name + "-aside")
    folder.rename(aside)
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode != 0:
        return False
    subprocess.run(["cp", "-a", f"{aside}/.", folder], check=True)
    subprocess.run(["rm", "-r", aside], check=True)
    return True


def filled(bench, row, data, name):
    ballast = data / name / "ballast"
    server = rig.Server(data)
    with rig.Poller(bench.episode) as poller:
        poller.follow(server)
        with open(ballast, "wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                row.faults += 1
        refused_upload(bench, row, server)
        rig.wait_until(lambda: rig.stage_of(server, bench.episode) in ("error", "completed"), 8)
        ballast.unlink()
        bench.completes(row, server)
        poller.server = None
    server.end(signal.SIGTERM)
    row.checked += 1
    row.polled(poller)
    checks.check_same(row, bench.wanted, bench.results(data))
    bench.upload_is_safe(row, data)
    bench.stays_done(row, data)


def read_only_start(bench, row):
    """A folder that can't be written is told at the start, by the name of its setting."""
    for flag, name in rig.FOLDERS.items():
        setting = flag.upper() + "_DIR"
        data = bench.copy(bench.uploaded, "read-only")
        if not mounted(data / name):
            row.skipped = "mounting takes rights that aren't here"
            return bench.drop(data)
        subprocess.run(["mount", "-o", "remount,ro", data / name], check=True)
        server = rig.Server(data)
        row.faults += 1
        row.checked += 1
        code = server.end(signal.SIGTERM) if server.alive() else server.process.returncode
        row.holds(code not in (0, None), "other", f"it starts on a read-only {name}: {code}")
        row.holds(setting in server.said(), "other", f"{setting} isn't named: {server.said()[-300:]}")
        subprocess.run(["umount", "-l", data / name], check=False)
        bench.drop(data)


class Disk:
    """Keeps what a power cut must leave: of a file what was synced, of a folder the names at its last sync."""

    def __init__(self, root):
        self.root, self.files = root, {}
        self.safe = {}  # file number: its synced bytes
        folders = [entry for entry in root.rglob("*") if entry.is_dir()]
        self.names = {str(folder): "folder" for folder in folders}
        self.kept = {str(folder): {} for folder in [root, *folders]}
        for file in root.rglob("*"):
            if file.is_file():
                number = self._new(str(file))
                self.files[number][:] = file.read_bytes()
                self.safe[number] = bytes(self.files[number])
        for folder in list(self.kept):
            self.sync_folder(folder)

    def _new(self, path):
        number = len(self.files)
        self.files[number] = bytearray()
        self.names[path] = number
        return number

    def sync_folder(self, folder):
        self.kept.setdefault(folder, {})
        self.kept[folder] = {p: n for p, n in self.names.items() if os.path.dirname(p) == folder}

    def apply(self, kind, path, other, offset, data):
        if kind == "C" and path not in self.names:
            self._new(path)
        elif kind == "W" and path in self.names:
            file = self.files[self.names[path]]
            file.extend(bytes(max(0, offset + len(data) - len(file))))
            file[offset : offset + len(data)] = data
        elif kind == "T" and path in self.names:
            file = self.files[self.names[path]]
            del file[offset:]
            file.extend(bytes(offset - len(file)))
        elif kind == "M":
            self.names[path] = "folder"
        elif kind == "U":
            self.names.pop(path, None)
        elif kind == "R":
            for name in [name for name in self.names if name == path or name.startswith(path + "/")]:
                self.names[other + name[len(path) :]] = self.names.pop(name)
        elif kind == "L" and path in self.names:
            self.names[other] = self.names[path]
        elif kind == "S" and path in self.names and self.names[path] != "folder":
            self.safe[self.names[path]] = bytes(self.files[self.names[path]])
        elif kind == "S":
            self.sync_folder(path)

    def leave(self, root):
        """Writes it below `root`: a name counts when all folders above it have been synced since it was made."""
        todo = [str(self.root)]
        while todo:
            for path, number in self.kept.get(todo.pop(), {}).items():
                place = root / os.path.relpath(path, self.root)
                if number == "folder":
                    place.mkdir(parents=True, exist_ok=True)
                    todo.append(path)
                elif not place.name.endswith("-shm"):
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(self.safe.get(number, b""))
        for name in rig.FOLDERS.values():
            (root / name).mkdir(exist_ok=True)


def power_cuts(bench, row):
    """Uploads are recorded change by change. A cut right after each acknowledgement leaves what was acknowledged."""
    data, rules = bench.fresh("cuts"), bench.layer()
    rig.Server(data).end(signal.SIGTERM)
    disk = Disk(data)
    rules.record(data)
    server = rig.Server(data, rules)
    files = [bench.scratch / f"hum-{number}.wav" for number in range(2 if bench.quick else 6)]
    for number, file in enumerate(files):
        # No two are the same: content that is there already is not kept twice.
        file.write_bytes(bench.hum.read_bytes() + bytes(2 * number + 2))
    sent = [server.upload(file) for file in files]
    server.end()
    acknowledged = {body.get("episodeId"): file for file, (_, body) in zip(files, sent)}
    row.holds(len(acknowledged) == len(sent), "other", f"the uploads are answered {sent}")
    safe = []
    for record in layer.records(rules.journal):
        disk.apply(*record)
        said = record[4].decode(errors="replace") if record[0] == "A" else ""
        for episode in acknowledged:
            if f'"episodeId":"{episode}"' in said and episode not in safe:
                safe.append(episode)
                after_a_cut(bench, row, disk, {id_: acknowledged[id_] for id_ in safe})
    row.holds(len(safe) == len(acknowledged), "other", "an acknowledgement was not recorded")
    cut_after_deletion(bench, row)


def cut_after_deletion(bench, row):
    """An episode whose deletion was acknowledged does not come back."""
    data, rules = bench.copy(bench.done, "cuts"), bench.layer()
    rig.Server(data).end(signal.SIGTERM)
    disk = Disk(data)
    rules.record(data)
    server = rig.Server(data, rules)
    status, *_ = server.ask("DELETE", "/api/episodes/" + bench.episode)
    server.end()
    row.holds(status == 200, "other", f"the deletion is answered {status}")
    for record in layer.records(rules.journal):
        disk.apply(*record)
        if record[0] == "A" and b'"ok":true' in record[4]:
            break
    left = bench.fresh("left")
    disk.leave(left)
    server = rig.Server(left)
    row.faults += 1
    row.checked += 1
    for path in ("/api/episodes/", "/api/progress/"):
        status, body = server.get(path + bench.episode)
        row.holds(status == 404, "other", f"after a power cut a deleted episode is answered {status} {body}")
    server.end()
    bench.drop(left)


def after_a_cut(bench, row, disk, acknowledged):
    row.faults += 1
    row.checked += 1
    left = bench.fresh("left")
    disk.leave(left)
    server = rig.Server(left)
    for episode, file in acknowledged.items():
        status, _ = server.get("/api/episodes/" + episode)
        row.holds(status == 200, "lost", f"after a power cut {episode} is answered {status}")
        status, _ = server.get("/api/progress/" + episode)
        row.holds(status == 200, "lost", f"after a power cut its progress is answered {status}")
        bench.upload_is_safe(row, left, episode, file)
    time.sleep(0.1)
    server.end()
    bench.drop(left)

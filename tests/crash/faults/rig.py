"""The real server and the real command, as a person runs them, and how they are asked and ended."""

import http.client
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import threading
import time

PODPROMO = os.environ.get("PODPROMO", "")
FOLDERS = {"upload": "uploads", "output": "outputs", "logs": "logs", "transcripts": "transcripts", "clips": "clips"}
FOREIGN = ("UPLOAD_DIR", "OUTPUT_DIR", "LOGS_DIR", "TRANSCRIPTS_DIR", "CLIPS_DIR", "LD_PRELOAD", "STORAGE_QUOTA_BYTES")


class Failed(Exception):
    """The harness can't go on with a scenario."""


def environment(data, layer=None):
    clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    (data / "tmp").mkdir(parents=True, exist_ok=True)
    # The layer is there even when nothing is to fail, because it also lets nobody yield.
    preloaded = {"LD_PRELOAD": os.environ["PODPROMO_FAULT_LAYER"], "TMPDIR": str(data / "tmp")}
    # The usual reserve is more than the small disks have, which are to be full to the last byte.
    reserve = {"FREE_SPACE_RESERVE_BYTES": "1"}
    return {**clean, **preloaded, **reserve, **(layer.environment() if layer else {})}


class Server:
    """podpromo serve over the five folders in `data`, each a folder of its own so that each can be broken alone."""

    def __init__(self, data: pathlib.Path, layer=None, descriptors=0, wait=True):
        self.data, self.layer, self.address = data, layer, None
        self.log = data / "server.log"
        command = [PODPROMO, "serve", "--host", "127.0.0.1", "--port", "0", "--model", "tiny.en"]
        for flag, name in FOLDERS.items():
            command += [f"--{flag}-dir", str(data / name)]
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))) if descriptors else None
        self._from = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, cwd=data, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=environment(data, layer), preexec_fn=limit)  # fmt: skip
        if layer:
            layer.victim(self.process.pid)
        if wait:
            self.wait_for_address()

    def said(self):
        return self.log.read_bytes()[self._from :].decode(errors="replace")

    def wait_for_address(self):
        for _ in range(3000):
            found = re.search(r"http://127\.0\.0\.1:(\d+)", self.said())
            if found:
                self.address = ("127.0.0.1", int(found.group(1)))
                return
            if self.process.poll() is not None:
                return
            time.sleep(0.01)
        raise Failed("the server did not say where it is: " + self.said()[-500:])

    def alive(self):
        return self.process.poll() is None

    def end(self, how=signal.SIGKILL, patience=20):
        """Its exit code; with SIGKILL as by a power cut."""
        if self.alive():
            self.process.send_signal(how)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def ask(self, method, path, body=None, headers=None, timeout=30):
        """Status, headers and body; status 0 when nobody answered to the end."""
        return ask(self.address, method, path, body, headers, timeout)

    def get(self, path):
        status, _, body = self.ask("GET", path)
        return status, parsed(body)

    def upload(self, file, name=None):
        status, _, body = self.ask("POST", "/api/upload", *form(file.read_bytes(), name or file.name))
        return status, parsed(body)


def ask(address, method, path, body=None, headers=None, timeout=30):
    connection = http.client.HTTPConnection(*(address or ("127.0.0.1", 1)), timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b""
    finally:
        connection.close()


def parsed(body):
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def form(bytes_, name):
    edge = "a-boundary-of-the-harness"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + bytes_ + f"\r\n--{edge}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={edge}"}


class Poller:
    """Asks for the progress all the time, restarts included, and remembers what may not be."""

    def __init__(self, episode):
        self.episode, self.server = episode, None
        self.answers, self.server_errors, self.falls = 0, [], []
        self._last, self._over = None, False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._over = True
        self._thread.join()

    def follow(self, server):
        """A new life of the server: what is on disk is the least that it may show."""
        file = server.data / "uploads" / self.episode / "progress.json"
        try:
            stored = json.loads(file.read_bytes())
            self._last = (stored["percent"], stored["stage"])
        except (OSError, ValueError, KeyError):
            self._last = None
        self.server = server

    def _run(self):
        while not self._over:
            server = self.server
            for path in ("/api/progress/" + self.episode, "/api/progress"):
                if server and server.address:
                    self._note(server, path, *ask(server.address, "GET", path, timeout=10))
            time.sleep(0.02)

    def _note(self, server, path, status, _, body):
        if status == 0 or server is not self.server:
            return
        self.answers += 1
        if status >= 500:
            self.server_errors.append(f"{path}: {status} {body[:200]!r}")
        progress = parsed(body).get("progress", {})
        if status != 200 or not path.endswith(self.episode) or "percent" not in progress:
            return
        now = (progress["percent"], progress["stage"])
        if self._last and now[0] < self._last[0] and now[1] != "queued" and self._last[1] != "error":
            self.falls.append(f"{self._last} to {now}")
        self._last = now


def wait_until(true, patience, every=0.02):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(every)
    return False


def told_of(server, episode):
    """The stage of an episode and what is said about it."""
    body = server.get("/api/progress/" + episode)[1]
    return body.get("status", ""), (body.get("progress") or {}).get("message", "")


def stage_of(server, episode):
    return told_of(server, episode)[0]


def command_line(arguments, data, **how):
    return subprocess.Popen([PODPROMO, *arguments], cwd=data, env=environment(data), stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=open(data / "command.log", "ab"), **how)  # fmt: skip

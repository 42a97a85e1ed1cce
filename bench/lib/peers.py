"""The servers that stand side by side, each in a folder of its own and on a free port of 127.0.0.1."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("PODPROMO", str(ROOT / "build/release/podpromo"))
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "podpromo"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A server process with its children; on_core keeps them all on one core."""

    running = []

    def __init__(self, command, port, cwd, environment=None, on_core=None):
        self.port = port
        self.log = open(cwd / f"server-{port}.log", "w+")
        pin = ["taskset", "-c", str(on_core)] if on_core is not None else []
        self.process = subprocess.Popen([*pin, *command], cwd=cwd, stdout=self.log, stderr=self.log,
                                        env={**os.environ, **(environment or {})})
        self.running.append(self)

    def wait(self):
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        self.log.seek(0)
        sys.exit(f"{self.process.args[0]} did not start:\n{self.log.read()[-2000:]}")

    def pids(self):
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            try:
                todo += [int(child) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                         for child in (task / "children").read_text().split()]
            except OSError:
                pass
        return found

    def cpu_s(self):
        total = 0
        for pid in self.pids():
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += int(fields[11]) + int(fields[12])
            except OSError:
                pass
        return total / TICKS

    def memory_mb(self, what="VmRSS"):
        total = 0
        for pid in self.pids():
            try:
                total += int(re.search(rf"{what}:\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))
            except (OSError, AttributeError):
                pass
        return total / 1024

    def stop(self):
        self.running.remove(self)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def stop_all():
    for server in list(Served.running):
        server.stop()


class PodPromo(Served):
    def __init__(self, folder, on_core=None, flags=(), environment=None):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        settings = {"UPLOAD_DIR": "uploads", "OUTPUT_DIR": "outputs", "LOGS_DIR": "logs", "MAX_UPLOAD_BYTES": str(8 << 30),
                    "STORAGE_QUOTA_BYTES": str(64 << 30), **(environment or {})}
        super().__init__([PROGRAM, "serve", "--host", "127.0.0.1", "--port", str(free_port()), "--model", "tiny.en", *flags], 0, folder,
                         settings, on_core)
        self.port = int(self.process.args[self.process.args.index("--port") + 1])

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def upload(self, name, media):
        form = b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n" % name.encode() + media + b"\r\n--XX--\r\n"
        status, _, text = self.ask("POST", "/api/upload", form, {"Content-Type": "multipart/form-data; boundary=XX"})
        if status != 200:
            sys.exit(f"The upload of {name} was answered with {status}: {text.decode()}")
        return json.loads(text)["episodeId"]

    def progress(self, episode):
        return json.loads(self.ask("GET", f"/api/progress/{episode}")[2])["progress"]

    def pause_queue(self):
        return self.ask("PUT", "/api/queue", json.dumps({"paused": True}), {"Content-Type": "application/json"})[0] == 200

    def end_of(self, episode):
        """Waits until its progress is final."""
        for _ in range(600):
            if self.progress(episode)["stage"] in ("completed", "error"):
                return
            time.sleep(0.1)
        sys.exit("The episode that is asked for did not come to an end.")


def nginx_program():
    """Debian's, from PATH or unpacked into the cache, where no service starts."""
    found = shutil.which("nginx") or next(iter(sorted((CACHE / "bench/nginx").glob("usr/sbin/nginx"))), None)
    if not found:
        sys.exit("nginx is not here. Run scripts/bench server, which gets it.")
    return str(found)


NGINX = """
daemon off; worker_processes 1; worker_rlimit_nofile 30000; pid nginx.pid; error_log error.log;
events {{ worker_connections 20000; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000000; default_type application/json;
  client_max_body_size 0; client_body_temp_path spool; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  server {{
    listen 127.0.0.1:{port} backlog=4096; root files;
    location /api/progress/ {{ add_header Cache-Control no-store; }}
    location /put/ {{ dav_methods PUT; }}
  }}
}}
"""


def nginx(folder, on_core=None):
    """Serves folder/files, and takes PUT below /put/."""
    (folder / "files/put").mkdir(parents=True, exist_ok=True)
    (folder / "files/put").chmod(0o777)
    (folder / "files/api/progress").mkdir(parents=True, exist_ok=True)
    port = free_port()
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(user + NGINX.format(port=port))
    return Served([nginx_program(), "-p", str(folder), "-e", str(folder / "error.log"), "-c", "nginx.conf"], port, folder, on_core=on_core)


def original(folder, on_core=None):
    """The original's endpoint on FastAPI and uvicorn, one worker, as it was run. Both are Debian's, and so is their Python."""
    port = free_port()
    command = ["/usr/bin/python3", "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "original_progress:app"]
    return Served(command, port, folder, {"PYTHONPATH": str(ROOT / "bench/lib"), "UPLOAD_DIR": str(folder / "uploads")}, on_core)

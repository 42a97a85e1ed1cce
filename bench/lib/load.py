"""What is asked of a server, by clients so thin that the server is what is measured."""

import dataclasses
import os
import re
import select
import socket
import subprocess
import threading
import time


@dataclasses.dataclass
class Hammered:
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    failed: int


def milliseconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


def hammer(server, path, connections, seconds, on_core=None):
    """wrk, one thread, as many requests as go."""
    pin = ["taskset", "-c", str(on_core)] if on_core is not None else []
    before = server.cpu_s()
    said = subprocess.run([*pin, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s",
                           f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True).stdout
    used = server.cpu_s() - before
    if "99%" not in said:
        raise SystemExit(f"wrk says:\n{said}")
    requests = int(re.search(r"(\d+) requests in", said).group(1))
    failed = sum(int(number) for number in re.findall(r"(?:connect|read|write|timeout) (\d+)", said))
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Hammered(float(re.search(r"Requests/sec:\s*([\d.]+)", said).group(1)),
                    milliseconds(re.search(r"(?m)^\s+50%\s+(\S+)", said).group(1)), milliseconds(re.search(r"(?m)^\s+99%\s+(\S+)", said).group(1)),
                    used / max(requests, 1) * 1e6, failed + int(wrong.group(1) if wrong else 0))


class PeakMemory:
    """The most memory a server holds inside the with block, looked at twenty times a second."""

    def __init__(self, server):
        self.server, self.peak_mb, self.own_mb, self.over = server, 0, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.over.wait(0.05):
            self.peak_mb = max(self.peak_mb, self.server.memory_mb())
            self.own_mb = max(self.own_mb, self.server.memory_mb("RssAnon"))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


@dataclasses.dataclass
class Moved:
    mb_per_second: float
    cpu_s: float
    peak_mb: float
    own_mb: float  # without programs and libraries that lie in files
    answer: bytes


def answer_of(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            raise SystemExit(f"The connection ended before the answer: {head!r}")
        head += piece
    return head


def upload(server, request, media, around=(b"", b"")):
    """Sends the file through sendfile, so that the client costs next to nothing. `request` is the head without its length."""
    size = os.path.getsize(media)
    head = f"{request}Host: 127.0.0.1\r\nContent-Length: {size + len(around[0]) + len(around[1])}\r\n\r\n".encode()
    before, began = server.cpu_s(), time.monotonic()
    with PeakMemory(server) as memory, open(media, "rb") as file, socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head + around[0])
        sent = 0
        while sent < size:
            sent += os.sendfile(connection.fileno(), file.fileno(), sent, min(size - sent, 4 << 20))
        connection.sendall(around[1])
        answer = answer_of(connection)
    took = time.monotonic() - began
    return Moved(size / took / 1e6, server.cpu_s() - before, memory.peak_mb, memory.own_mb, answer)


def download(server, path, first, size):
    """Asks for a range and drops what comes, in the kernel."""
    before, began = server.cpu_s(), time.monotonic()
    with PeakMemory(server) as memory, socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes={first}-\r\nConnection: close\r\n\r\n".encode())
        buffer, got, head = bytearray(1 << 20), 0, b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(1)
        if b" 206 " not in head.splitlines()[0]:
            raise SystemExit(f"A range was answered with {head!r}")
        while count := connection.recv_into(buffer, 1 << 20, socket.MSG_TRUNC):
            got += count
    if got != size - first:
        raise SystemExit(f"{got} bytes came of {size - first}.")
    return Moved(got / (time.monotonic() - began) / 1e6, server.cpu_s() - before, memory.peak_mb, memory.own_mb, head)


class Listeners:
    """Many clients of a stream of events that do nothing but listen."""

    def __init__(self, server, path, count):
        self.poll, self.clients, self.heard = select.epoll(), {}, set()
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", server.port), 30)
            connection.sendall(request)
            connection.setblocking(False)
            self.clients[connection.fileno()] = connection
            self.poll.register(connection, select.EPOLLIN)

    def listen(self, seconds):
        """Hears what comes for so long; who said a word is in heard, who left is no longer in clients."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for descriptor, _ in self.poll.poll(left, 1024):
                client = self.clients.get(descriptor)
                try:
                    said = client.recv(65536)
                except BlockingIOError:
                    continue
                except OSError:
                    said = b""
                if said:
                    self.heard.add(descriptor)
                else:
                    self.poll.unregister(client)
                    self.clients.pop(descriptor).close()

    def close(self):
        for client in self.clients.values():
            client.close()
        self.poll.close()

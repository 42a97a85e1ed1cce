"""Resumable uploads (tus 1.0): whatever a kill leaves, what was acknowledged is there, and sending goes on from it."""

import base64
import signal

import kills
import rig

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = 100_000


def create(server, bytes_, name):
    """Where the upload is to be sent; nothing when this server takes none."""
    metadata = "filename " + base64.b64encode(name.encode()).decode()
    said = {**TUS, "Upload-Length": str(len(bytes_)), "Upload-Metadata": metadata}
    status, headers, _ = server.ask("POST", "/api/uploads", b"", said)
    origin = f"http://{server.address[0]}:{server.address[1]}"
    return headers.get("location", "").removeprefix(origin) if status == 201 else ""


def send(server, place, bytes_, offset):
    """Piece by piece: how much was acknowledged, and the episode when it was all."""
    episode = None
    while offset < len(bytes_):
        said = {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        status, headers, _ = server.ask("PATCH", place, bytes_[offset : offset + PIECE], said)
        if status != 204:
            break
        offset, episode = int(headers["upload-offset"]), headers.get("podpromo-episode")
    return offset, episode


def while_resuming(bench, row, most=60):
    empty, bytes_ = bench.fresh("empty"), bench.hum.read_bytes()
    server = rig.Server(empty)
    offered = create(server, bytes_, "hum.wav")
    if offered:
        server.ask("DELETE", offered, headers=TUS)
    server.end(signal.SIGTERM)
    if not offered:
        row.skipped = "this server takes no resumable uploads"
        return
    for number in kills.numbers(bench, most, 8):
        data, rules = bench.copy(empty, "resume"), bench.layer()
        server = rig.Server(data, rules)
        rules.arm(data, first=number, last=number)
        place = create(server, bytes_, "hum.wav")
        acknowledged, episode = send(server, place, bytes_, 0) if place else (0, None)
        rig.wait_until(lambda: not server.alive(), 0.3)
        row.faults += not server.alive()
        server.end()
        rules.disarm()
        if place:
            go_on(bench, row, data, place, acknowledged, episode)
        bench.drop(data)


def go_on(bench, row, data, place, acknowledged, episode):
    row.checked += 1
    bytes_ = bench.hum.read_bytes()
    server = rig.Server(data)
    status, headers, _ = server.ask("HEAD", place, headers=TUS)
    offset = int(headers.get("upload-offset", -1))
    row.holds(status in (200, 204) and offset >= acknowledged, "lost",
              f"{acknowledged} bytes were acknowledged, HEAD is answered {status} with {offset}")  # fmt: skip
    if offset >= 0:
        _, now = send(server, place, bytes_, offset)
        episode = now or server.ask("HEAD", place, headers=TUS)[1].get("podpromo-episode") or episode
        row.holds(episode, "lost", "sending can't go on to the end")
    if episode:
        row.holds(server.get("/api/progress/" + episode)[0] == 200, "lost", f"{episode} has no progress")
        bench.upload_is_safe(row, data, episode, bench.hum)
    listed = [one["id"] for one in server.get("/api/episodes")[1].get("episodes", [])]
    row.holds(len(listed) == 1, "other", f"one upload became the episodes {listed}")
    server.end()

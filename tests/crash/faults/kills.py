"""Kills: at every border of a stage, at random instants, and before every single change of the disk."""

import signal
import time

import checks
import layer
import rig

BORDERS = ("00_media.json", "10_probe.json", "25_expected.json", "20_sound.json", "30_words.journal", "30_words.json",
           "40_moments.json", "50_preview-", "60_render-", "clips.json", "TRANSCRIPT")  # fmt: skip


def stands(bench, data, border):
    if border == "TRANSCRIPT":
        return (data / "transcripts" / f"{bench.episode}.json").exists()
    folder = data / "clips" / bench.episode if border == "clips.json" else data / "uploads" / bench.episode / "work"
    return any(file.name.startswith(border) and file.suffix != ".draft" for file in folder.glob("*"))


def kill_when(bench, row, data, poller, now):
    """One life of the server; False when the episode was complete before."""
    before = bench.stages(data)
    server = rig.Server(data)
    poller.follow(server)
    killed = rig.wait_until(lambda: now(server), 120, 0.001)
    poller.server = None
    server.end()
    row.faults += 1
    checks.check_kept(row, before, bench.stages(data))
    gone = rig.wait_until(lambda: not checks.running_below(data), 3)
    row.holds(gone, "other", f"children outlive the server: {checks.running_below(data)}")
    bench.upload_is_safe(row, data)
    return killed


def at_borders(bench, row):
    data = bench.copy(bench.uploaded, "borders")
    with rig.Poller(bench.episode) as poller:
        for border in BORDERS[:: 3 if bench.quick else 1]:
            reached = kill_when(bench, row, data, poller, lambda _: stands(bench, data, border))
            row.holds(reached, "other", f"no {border}")
        bench.to_the_end(row, data, poller)
    row.polled(poller)
    bench.drop(data)


def before_every_artefact(bench, row):
    """Each life ends right before the second or the third artefact from there gets its name: in turns, because what a
    stage makes counts only when its last artefact is there, and a life that never gets so far is given up."""
    data, rules = bench.copy(bench.uploaded, "artefacts"), bench.layer()
    work = data / "uploads" / bench.episode / "work"
    with rig.Poller(bench.episode) as poller:
        for life in range(2 if bench.quick else 12):
            before = bench.stages(data)
            rules.arm(work, layer.RENAME, first=2 + life % 2, last=2 + life % 2)
            server = rig.Server(data, rules)
            poller.follow(server)
            over = lambda: rig.stage_of(server, bench.episode) in ("completed", "error")  # noqa: E731
            ended = rig.wait_until(lambda: not server.alive() or over(), 120)
            row.holds(ended, "other", "it neither ended nor completed")
            poller.server = None
            row.faults += not server.alive()
            server.end()
            checks.check_kept(row, before, bench.stages(data))
        bench.to_the_end(row, data, poller)
    row.polled(poller)
    bench.drop(data)


def at_random(bench, row, kills):
    """Five kills in each run, so that a run that was killed is killed again on its way."""
    for first in range(0, kills, 5):
        data = bench.copy(bench.uploaded, "random")
        with rig.Poller(bench.episode) as poller:
            for _ in range(min(5, kills - first)):
                at = time.monotonic() + bench.random.uniform(0, 0.5 * bench.whole_run)
                kill_when(bench, row, data, poller, lambda _: time.monotonic() >= at)
            bench.to_the_end(row, data, poller)
        row.polled(poller)
        bench.drop(data)


def of_the_command(bench, row, kills):
    """podpromo clip, with a transcript so that most instants fall into the stages around listening."""
    transcript = bench.done / "transcripts" / f"{bench.episode}.json"
    command = ["clip", str(bench.talk), "--transcript", str(transcript), "--out", "out", "--format", "square",
               "--max-clips", "1", "--min-length", "8", "--max-length", "12", "--model", "tiny.en", "--quiet"]  # fmt: skip
    began, whole = time.monotonic(), bench.fresh("command")
    code = rig.command_line(command, whole).wait()
    row.holds(code == 0, "other", f"the command ends with {code}: {(whole / 'command.log').read_text()[-200:]}")
    whole_run, wanted = time.monotonic() - began, checks.results(whole / "out")
    for first in range(0, kills, 5):
        data = bench.fresh("command")
        stages = lambda: checks.finished_stages(data / "out/.podpromo", data / "out")  # noqa: E731
        for _ in range(min(5, kills - first)):
            before, child = stages(), rig.command_line(command, data)
            time.sleep(bench.random.uniform(0, 0.6 * whole_run))
            child.kill()
            child.wait()
            row.faults += 1
            checks.check_kept(row, before, stages())
        before = stages()
        row.holds(rig.command_line(command, data).wait() == 0, "other", "the last run fails")
        row.checked += 1
        checks.check_kept(row, before, stages())
        checks.check_same(row, wanted, checks.results(data / "out"))
        checks.check_tidy(row, data)
        bench.drop(data)


def numbers(bench, most, quick):
    """Every number up to `most`, or a few of them when there is little time."""
    return sorted(bench.random.sample(range(1, most + 1), quick)) if bench.quick else range(1, most + 1)


def while_uploading(bench, row, most=60):
    empty = bench.fresh("empty")
    rig.Server(empty).end(signal.SIGTERM)
    for number in numbers(bench, most, 8):
        data, rules = bench.copy(empty, "upload"), bench.layer()
        server = rig.Server(data, rules)
        rules.arm(data, first=number, last=number)
        status, body = server.upload(bench.hum)
        rig.wait_until(lambda: not server.alive() or not status, 0.5)
        row.faults += not server.alive()
        server.end()
        after_a_killed_upload(bench, row, data, body.get("episodeId") if status == 200 else None)
        bench.drop(data)


def after_a_killed_upload(bench, row, data, acknowledged):
    """What was acknowledged is there; what wasn't is there whole, or not at all."""
    row.checked += 1
    server = rig.Server(data)
    listed = [episode["id"] for episode in server.get("/api/episodes")[1].get("episodes", [])]
    if acknowledged:
        row.holds(acknowledged in listed, "lost", f"{acknowledged} was acknowledged and is not listed")
        row.holds(server.get("/api/progress/" + acknowledged)[0] == 200, "lost", "its progress is not known")
    for episode in listed:
        bench.upload_is_safe(row, data, episode, bench.hum)
    folders = {folder.name for folder in (data / "uploads").iterdir() if not folder.name.startswith(".")}
    row.holds(folders == set(listed), "left", f"folders {folders} for episodes {listed}")
    left = [file for file in checks.leftovers(data) if ".incoming" in file.parts]
    row.holds(not left, "left", f"{left}")
    server.end()


def while_deleting(bench, row, most=40):
    for number in numbers(bench, most, 8):
        data, rules = bench.copy(bench.done, "delete"), bench.layer()
        server = rig.Server(data, rules)
        rules.arm(data, first=number, last=number)
        status, *_ = server.ask("DELETE", "/api/episodes/" + bench.episode)
        rig.wait_until(lambda: not server.alive(), 0.2)
        row.faults += not server.alive()
        row.holds(status in (0, 200), "other", f"the deletion is answered {status}")
        server.end()
        after_a_killed_deletion(bench, row, data, status == 200)
        bench.drop(data)


def after_a_killed_deletion(bench, row, data, acknowledged):
    row.checked += 1
    server = rig.Server(data)
    status, body = server.get("/api/episodes/" + bench.episode)
    progress, told = server.get("/api/progress/" + bench.episode)
    clips, _ = server.get(f"/api/episodes/{bench.episode}/clips")
    server.end(signal.SIGTERM)
    left = [file for file in data.rglob(f"*{bench.episode}*") if file.name != "server.log"]
    if status == 404:
        row.holds(progress == 404 and not left, "left", f"a deleted episode left {left} and progress {told}")
        return
    row.holds(not acknowledged, "other", "a deletion was acknowledged and is undone")
    row.holds(bench.results(data) == bench.wanted and clips == 200, "lost", f"half deleted: clips {clips}, {told}")
    bench.upload_is_safe(row, data)


def while_retrying(bench, row, most=30):
    broken, rules = bench.copy(bench.uploaded, "broken"), bench.layer()
    rules.arm(broken / "uploads" / bench.episode / "work", layer.OPEN, error=13)
    server = rig.Server(broken, rules)
    failed = rig.wait_until(lambda: rig.stage_of(server, bench.episode) == "error", 60)
    server.end(signal.SIGTERM)
    row.holds(failed, "other", "the job doesn't fail")
    for number in numbers(bench, most, 3):
        data, rules = bench.copy(broken, "retry"), bench.layer()
        server = rig.Server(data, rules)
        rules.arm(data, first=number, last=number)
        server.ask("POST", f"/api/episodes/{bench.episode}/retry")
        rig.wait_until(lambda: not server.alive(), 1)
        row.faults += not server.alive()
        server.end()
        after = rig.Server(data)
        row.checked += 1
        known, _ = after.get("/api/progress/" + bench.episode)
        row.holds(known == 200, "lost", f"after the retry its progress is answered {known}")
        bench.upload_is_safe(row, data)
        # Whatever is left of the retry, another one leads on.
        going = lambda: rig.stage_of(after, bench.episode) not in ("error", "")  # noqa: E731
        if not going():
            after.ask("POST", f"/api/episodes/{bench.episode}/retry")
        row.holds(rig.wait_until(going, 5), "other", "the episode can't be tried again")
        after.end()
        bench.drop(data)


def while_recovering(bench, row, most=40):
    """A folder with everything that a start has to mend, and a start that is killed before each of its changes."""
    mess = bench.copy(bench.uploaded, "mess")
    server = rig.Server(mess)
    rig.wait_until(lambda: stands(bench, mess, "20_sound.json"), 60)
    server.end()
    (mess / "uploads/.trash/gone-0/work").mkdir(parents=True)
    (mess / "uploads/.trash/gone-0/source.mp3").write_bytes(b"deleted")
    (mess / "uploads/.incoming").mkdir(exist_ok=True)
    (mess / "uploads/.incoming/half.mp3.7-0.draft").write_bytes(b"half")
    orphan = "0123456789abcdef0123456789abcdef"
    (mess / "uploads" / orphan).mkdir()
    (mess / "uploads" / orphan / "source.wav").write_bytes(bench.hum.read_bytes())
    for number in numbers(bench, most, 6):
        data, rules = bench.copy(mess, "recover"), bench.layer()
        before = bench.stages(data)
        rules.arm(data, first=number, last=number)
        server = rig.Server(data, rules)
        rig.wait_until(lambda: not server.alive(), 0.3)
        row.faults += not server.alive()
        server.end()
        row.checked += 1
        after = rig.Server(data)
        listed = {episode["id"] for episode in after.get("/api/episodes")[1].get("episodes", [])}
        row.holds(listed == {bench.episode, orphan}, "lost", f"after a killed start there are {listed}")
        bench.upload_is_safe(row, data)
        bench.upload_is_safe(row, data, orphan, bench.hum)
        left = [file for file in checks.leftovers(data) if ".incoming" in file.parts or ".trash" in file.parts]
        row.holds(not left, "left", f"{left}")
        after.end()
        checks.check_kept(row, before, bench.stages(data))
        bench.drop(data)

"""What every kind of fault begins with: an episode that was just uploaded, and what becomes of it undisturbed."""

import pathlib
import random
import shutil
import signal
import subprocess
import time
import wave

import checks
import layer
import rig

TALK = """Why do people give up on a new habit after only three weeks? For years I thought the answer was discipline,
and I was completely wrong. The secret is not to want it more. The secret is to make it smaller. I put my shoes next to
the door, and I promised myself just two minutes."""


class Bench:
    def __init__(self, scratch: pathlib.Path, seed: int, quick: bool):
        self.scratch, self.seed, self.quick, self._copies = scratch, seed, quick, 0
        self.random = random.Random(seed)
        self.talk = self._talk()
        self.hum = self._hum()
        self.uploaded, self.episode = self._upload()
        began = time.monotonic()
        self.done, self.wanted = self._undisturbed()
        self.whole_run = time.monotonic() - began

    def layer(self):
        return layer.Layer(self.fresh("layer"))

    def fresh(self, name):
        self._copies += 1
        folder = self.scratch / f"{name}-{self._copies}"
        folder.mkdir()
        return folder

    def copy(self, snapshot, name):
        folder = self.fresh(name)
        shutil.copytree(snapshot, folder, dirs_exist_ok=True, symlinks=True)
        # It knows the media by its inode, which is another one in a copy: made anew, and rightly so.
        for work in folder.glob("uploads/*/work"):
            (work / "00_media.json").unlink(missing_ok=True)
        return folder

    def drop(self, data):
        shutil.rmtree(data, ignore_errors=True)

    def _talk(self):
        sound, file = self.scratch / "talk.wav", self.scratch / "talk.mp3"
        subprocess.run(["flite", "-voice", "slt", "-o", sound, "-t", TALK], check=True)
        subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", sound, "-b:a", "48k", file], check=True)
        return file

    def _hum(self):
        """Nobody speaks in it, so working on it is quick; its bytes are like no other's."""
        file = self.scratch / "hum.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16000)
            noise = random.Random(self.seed).randbytes(200_000)
            out.writeframes(bytes(byte for low in noise for byte in (low, 0)))
        return file

    def _upload(self):
        data = self.fresh("uploaded")
        server = rig.Server(data)
        status, body = server.upload(self.talk)
        server.end()
        if status != 200:
            raise rig.Failed(f"the upload was answered {status} {body} {server.said()[-300:]}")
        return data, body["episodeId"]

    def _undisturbed(self):
        data = self.copy(self.uploaded, "undisturbed")
        server = rig.Server(data)
        if not rig.wait_until(lambda: rig.stage_of(server, self.episode) in ("completed", "error"), 240):
            raise rig.Failed("the undisturbed run does not end")
        server.end(signal.SIGTERM)
        wanted = self.results(data)
        if not any(name.endswith(".mp4") for name in wanted):
            raise rig.Failed(f"the undisturbed run made no clip: {sorted(wanted)} {server.said()[-1000:]}")
        return data, wanted

    def results(self, data):
        transcript = data / "transcripts" / f"{self.episode}.json"
        found = checks.results(data / "clips" / self.episode)
        return found | ({transcript.name: transcript.read_bytes()} if transcript.exists() else {})

    def stages(self, data):
        return checks.finished_stages(data / "uploads" / self.episode / "work", data / "clips" / self.episode)

    def upload_is_safe(self, row, data, episode=None, file=None):
        source = list((data / "uploads" / (episode or self.episode)).glob("source.*"))
        whole = len(source) == 1 and source[0].read_bytes() == (file or self.talk).read_bytes()
        return row.holds(whole, "lost", f"{episode or self.episode} is not there as it was sent")

    def to_the_end(self, row, data, poller):
        """After the faults: the next server finishes the episode, and everything is as if nothing had happened."""
        row.checked += 1
        before = self.stages(data)
        server = rig.Server(data)
        poller.follow(server)
        self.completes(row, server)
        checks.check_kept(row, before, self.stages(data))
        checks.check_same(row, self.wanted, self.results(data))
        self.upload_is_safe(row, data)
        poller.server = None
        server.end(signal.SIGTERM)
        self.stays_done(row, data)

    def completes(self, row, server, episode=None, patience=240):
        """Waits for the end; a job that was given up, as it must be when it ends the server often, is tried again."""
        episode, tried = episode or self.episode, 0
        until = time.monotonic() + patience
        while time.monotonic() < until:
            stage, message = rig.told_of(server, episode)
            if stage == "completed":
                return True
            if message.startswith("Trying again in"):
                # Nobody has to sit out the rest: stopped, it can be tried again at once.
                server.ask("POST", f"/api/episodes/{episode}/cancel")
            if stage == "error" and tried < 5:
                tried += server.ask("POST", f"/api/episodes/{episode}/retry")[0] in (200, 202)
            time.sleep(0.05)
        body = server.get("/api/progress/" + episode)[1]
        return row.holds(False, "ends", f"the episode does not complete: {body.get('progress')}")

    def stays_done(self, row, data):
        """The clean start after: nothing temporary is left, nobody works any more, and the job has ended once."""
        log = data / "logs" / f"{self.episode}.log"
        attempts = log.read_text(errors="replace").count(" begins") if log.exists() else 0
        server = rig.Server(data)
        time.sleep(0.2)
        row.holds(rig.stage_of(server, self.episode) == "completed", "ends", "it is not completed after a restart")
        server.end(signal.SIGTERM)
        checks.check_tidy(row, data)
        row.holds(checks.jobs(data).get(self.episode) == "done", "ends", f"its job is {checks.jobs(data)}")
        now = log.read_text(errors="replace").count(" begins") if log.exists() else 0
        row.holds(now == attempts, "ends", "it was worked on after its end")

"""The harness's end of fault_layer.cpp: a page of shared memory with what is to fail, and the journal of changes."""

import mmap
import os
import pathlib
import struct

OPEN, WRITE, SYNC, RENAME, REMOVE, FOLDER, TRUNCATE = 1, 2, 4, 8, 16, 32, 64
ALL = 127
FOR_EVER = 2**63

_RULES = struct.Struct("<IIQQ")  # armed, error, first, last
_COUNTED, _HIT, _CLOCK, _VICTIM, _RECORDING, _UNDER = 24, 32, 40, 48, 52, 56
_SIZE = _UNDER + 512


class Layer:
    """One page; a server that is started with its environment obeys it."""

    def __init__(self, folder: pathlib.Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self.journal = folder / "page", folder / "journal"
        self.file.write_bytes(bytes(_SIZE))
        with open(self.file, "r+b") as page:
            self._page = mmap.mmap(page.fileno(), _SIZE)

    def environment(self):
        return {"FAULT_PAGE": str(self.file), "FAULT_JOURNAL": str(self.journal)}

    def _put(self, where, form, value):
        struct.pack_into(form, self._page, where, value)

    def arm(self, under, changes=ALL, error=0, first=1, last=FOR_EVER):
        """From now on the first-th to last-th change below `under` fails with `error`; 0 kills the server before it."""
        self.disarm()
        path = os.fsencode(os.path.realpath(under))
        self._page[_UNDER:_SIZE] = path + bytes(512 - len(path))
        self._put(_COUNTED, "<Q", 0)
        self._put(_HIT, "<Q", 0)
        _RULES.pack_into(self._page, 0, 0, error, first, last)
        self._put(0, "<I", changes)

    def disarm(self):
        self._put(0, "<I", 0)

    def victim(self, pid):
        self._put(_VICTIM, "<i", pid)

    def shift_clock(self, seconds):
        self._put(_CLOCK, "<q", int(seconds * 1e9))

    def record(self, under):
        path = os.fsencode(os.path.realpath(under))
        self._page[_UNDER:_SIZE] = path + bytes(512 - len(path))
        self._put(_RECORDING, "<I", 1)

    def hits(self):
        return struct.unpack_from("<Q", self._page, _HIT)[0]

    def counted(self):
        return struct.unpack_from("<Q", self._page, _COUNTED)[0]


def records(journal):
    """What the layer wrote down: kind, path, other path, offset, bytes."""
    text, at = journal.read_bytes(), 0
    while at < len(text):
        kind, path, other, size, offset = struct.unpack_from("<cIIIq", text, at)
        at += struct.calcsize("<cIIIq")
        yield (
            kind.decode(),
            text[at : at + path].decode(errors="replace"),
            text[at + path : at + path + other].decode(errors="replace"),
            offset,
            text[at + path + other : at + path + other + size],
        )
        at += path + other + size

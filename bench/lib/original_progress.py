"""What the original does for GET /api/progress/{id}, and no more: the file is read and parsed, the answer is put together and
serialised, for every request."""

import hashlib
import json
import os
import pathlib

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

UPLOAD_DIR = pathlib.Path(os.environ["UPLOAD_DIR"])
app = FastAPI()


def stored(episode_id):
    folder = UPLOAD_DIR / episode_id
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "progress.json", encoding="utf-8") as file:
        return json.load(file)


@app.get("/api/progress/{episode_id}")
async def progress(episode_id: str, request: Request):
    try:
        found = dict(stored(episode_id))
        found["percent"] = found.get("percent", found.get("percentage", 0))
        found.setdefault("stage", "unknown")
        found.setdefault("message", "Processing...")
        words = "|".join(str(part) for part in (episode_id, found["stage"], found["message"], found["percent"]))
        etag = "W/" + hashlib.sha1(words.encode()).hexdigest()
        headers = {"ETag": etag, "Cache-Control": "no-store, no-cache, must-revalidate", "Pragma": "no-cache", "Expires": "0"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return JSONResponse({"ok": True, "progress": found}, headers=headers)
    except Exception as trouble:
        return JSONResponse({"ok": False, "error": str(trouble), "progress": {"percent": 0, "stage": "error", "message": "Progress unavailable"}})

# shellcheck shell=bash
# 2. The progress endpoint: JSON for whatever is asked, never a 5xx, whatever lies on disk. To be sourced.

names_on_disk() { (cd "$PROJECT" && find uploads outputs logs | LC_ALL=C sort); }
no_such_id() {
  answers '400|404' && header 'content-type: application/(problem\+)?json' && says '"ok":false'
}
not_found() { no_such_id && answers 404 && says '"error":"episode not found"' && says '"stage":"unknown"'; }
unchanged() { answers 304 && [[ ! -s $BODY ]]; }

progress_of_nobody() {
  local id long
  long=$(printf '%010000d' 0)
  names_on_disk >"$SCRATCH/names"
  ask /api/progress/nonexistent-id
  check "an unknown id: 404, ok false, episode not found" not_found
  for id in .. . %2e%2e %2e%2e%2f%2e%2e%2fetc ../../etc/passwd "" %00 a%00b a%2Fb a/b transcripts .incoming; do
    ask "/api/progress/$id"
    check "the id \"$id\": 404 or 400, JSON" no_such_id
  done
  ask "/api/progress/$long"
  check "an id of 10 kB: 404 or 400, JSON" no_such_id
  check "asking made nothing on disk" diff -q "$SCRATCH/names" <(names_on_disk)
}

# plant NAME [EXTENSION]: an episode that only lies on disk, as after a copy from elsewhere.
plant() {
  mkdir -p "$PROJECT/uploads/planted-$1"
  echo "more than ten bytes" >"$PROJECT/uploads/planted-$1/source.${2:-mp3}"
}
# planted_progress NAME: where its progress file would be.
planted_progress() { echo "$PROJECT/uploads/planted-$1/progress.json"; }
queued_above_zero() { in_stage queued && says '"percent":[1-9]' && says '"percentage":[1-9]'; }
set_aside() { compgen -G "$(planted_progress "$1").corrupt-*" >/dev/null; }

progress_from_disk() {
  local extension
  for extension in mp3 wav m4a aac flac ogg opus mp4 mov mkv webm avi; do
    plant "$extension" "$extension"
    ask "/api/progress/planted-$extension"
    check "only the $extension on disk: queued, above 0 percent" queued_above_zero
  done
  plant published
  echo '{"words":[]}' >"$PROJECT/uploads/transcripts/planted-published.json"
  ask /api/progress/planted-published
  check "a published transcript: completed, 100 percent" both in_stage completed says '"percent":100,"percentage":100'
  plant clipped
  mkdir -p "$PROJECT/outputs/clips/planted-clipped"
  echo '{"version":1,"clips":[]}' >"$PROJECT/outputs/clips/planted-clipped/clips.json"
  ask /api/progress/planted-clipped
  check "published clips: completed, 100 percent" both in_stage completed says '"percent":100,"percentage":100'
}

progress_of_damage() {
  local kind
  plant corrupt && printf '\x00\xff{{{not json' >"$(planted_progress corrupt)"
  plant empty && : >"$(planted_progress empty)"
  plant truncated && printf '{"percent":40,"stage":"transc' >"$(planted_progress truncated)"
  plant huge && head -c 50000000 /dev/zero >"$(planted_progress huge)"
  for kind in corrupt empty truncated huge; do
    ask "/api/progress/planted-$kind"
    check "a progress file that is $kind: read from what is on disk" queued_above_zero
    check "  and the file is set aside" set_aside "$kind"
  done
}

progress_of_no_file() {
  plant folder && mkdir "$(planted_progress folder)"
  ask /api/progress/planted-folder
  check "a folder in the file's place: 200" answers 200
  plant pipe && mkfifo "$(planted_progress pipe)"
  ask /api/progress/planted-pipe
  check "a pipe in the file's place: 200, without waiting" answers 200
  # Root may read everything, but nobody can follow a link to itself.
  plant unreadable && ln -s progress.json "$(planted_progress unreadable)"
  ask /api/progress/planted-unreadable
  check "a file that can't be read: 200, status error, try again" both in_stage error says 'Try again'
  plant alone && rm "$PROJECT/uploads/planted-alone/source.mp3" && echo '{' >"$(planted_progress alone)"
  ask /api/progress/planted-alone
  check "a corrupt file without an episode: 404" no_such_id
}

clear_planted() {
  rm -rf "$PROJECT"/uploads/planted-* "$PROJECT"/uploads/transcripts/planted-* "$PROJECT"/outputs/clips/planted-*
}

progress_of_somebody() {
  local etag
  ask "/api/progress/$episode"
  check "a known id: 200, ok true, stage and status" both answers 200 says '"ok":true'
  check "percent is percentage" same "$(field percent)" "$(field percentage)"
  check "status is stage" same "$(field status)" "$(field stage)"
  check "Cache-Control: no-store" header 'cache-control: no-store'
  etag=$(sed -nE 's/^etag: *([^\r]*).*/\1/Ip' "$HEAD")
  check "there is an ETag" has "$etag"
  ask "/api/progress/$episode" -H "If-None-Match: $etag"
  check "the same ETag again: 304 with no body" unchanged
  ask /api/progress
  check "without an id: the newest episode" both answers 200 says "$episode"
}

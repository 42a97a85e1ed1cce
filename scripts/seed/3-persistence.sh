# shellcheck shell=bash
# 3. Progress outside memory: a file per episode, whole at every instant, and a kill that loses nothing. To be sourced.

readonly UNDER_WAY='queued|processing|transcribing|scoring|generating|finalizing'
identity() { stat -c '%i %y' "$1" 2>/dev/null || true; }
progress_file() { echo "$PROJECT/uploads/$episode/progress.json"; }
is_whole() { [[ -s $1 && $(head -c 1 "$1") == "{" && $(tail -c 3 "$1" | tr -d '\n ') == *"}" ]]; }

upload_talk() {
  speak "$SCRATCH/talk.wav"
  ask /api/upload -F "file=@$SCRATCH/talk.wav"
  episode=$(field episodeId)
  check "an upload: 200 with an episode id" both answers 200 has "$episode"
  check "progress.json lies in UPLOAD_DIR/<id> when the upload is acknowledged" test -s "$(progress_file)"
}

# A reader that looks while it is written, as fast as it can.
file_is_always_whole() {
  local looks=0 torn=0 until=$((SECONDS + 4))
  while ((SECONDS < until)); do
    is_whole "$(progress_file)" || torn=$((torn + 1))
    looks=$((looks + 1))
  done
  check "progress.json was whole each of $looks times it was read while it was written" test "$torn" = 0
}

kill_and_go_on() {
  local before after sound=$PROJECT/uploads/$episode/work/20_sound.wav made
  wait_for 60 in_stage transcribing || true
  check "it is transcribing when the kill comes" in_stage transcribing
  before=$(field percent) made=$(identity "$sound")
  stop_server KILL
  check "progress.json is there while no server runs" is_whole "$(progress_file)"
  start_server "$PROJECT" --reload --model="$SPOKEN_MODEL"
  ask "/api/progress/$episode"
  after=$(field percent)
  check "after kill -9 and a start the progress is there at once" in_stage "$UNDER_WAY|completed"
  check "  and no lower than before ($before to $after percent)" test "${after:-0}" -ge "${before:-1}"
  file_is_always_whole
  wait_for 300 ended || true
  check "the job goes on by itself and completes" both in_stage completed says '"percent":100'
  check "the sound, which was finished, was not made again" same "$made" "$(identity "$sound")"
  check "no draft or temporary file is left behind" \
    none "$(find "$PROJECT/uploads" "$PROJECT/outputs" \( -name '*.draft' -o -name '*.tmp' \) -print -quit)"
}

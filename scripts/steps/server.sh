# shellcheck shell=bash
# A server for one check: its own data folders, any free port, nothing left running. To be sourced after say.sh.

PODPROMO=$(realpath -m "${PODPROMO:-$ROOT/build/release/podpromo}")
SERVER_PID="" SERVER="" SPOKEN_MODEL=tiny.en

need_program() {
  [[ -x $PODPROMO ]] || fail "There is no program at $PODPROMO." "Run scripts/build, or set PODPROMO to where it is."
  local tool
  for tool in curl flite; do
    command -v "$tool" >/dev/null || fail "$tool is not here." "Run scripts/setup --for test."
  done
  for tool in silero-vad "$SPOKEN_MODEL"; do
    "$PODPROMO" models path "$tool" >/dev/null 2>&1 || "$PODPROMO" models pull "$tool" >&2 ||
      fail "The model $tool is not here." "Fetch it: podpromo models pull $tool."
  done
}

# start_server FOLDER [NAME=VALUE…] [FLAG…]: serves the default layout inside FOLDER, by default with the small model;
# sets SERVER to the address. The server is this shell's child itself, so a signal reaches it and not something around
# it.
start_server() {
  local folder=$1 log=$SCRATCH/server.log wait environment=()
  shift
  while [[ ${1-} == [A-Z]*=* ]]; do environment+=("$1") && shift; done
  : >"$log"
  # Settings of whoever calls don't reach in: the default layout is what is looked at.
  env -C "$folder" -u UPLOAD_DIR -u OUTPUT_DIR -u LOGS_DIR -u TRANSCRIPTS_DIR -u CLIPS_DIR "${environment[@]}" \
    "$PODPROMO" serve --host 127.0.0.1 --port 0 "${@:---model=$SPOKEN_MODEL}" >"$log" 2>&1 &
  SERVER_PID=$!
  for ((wait = 0; wait < 300; ++wait)); do
    SERVER=$(grep -o -m 1 'http://127\.0\.0\.1:[0-9]*' "$log" || true)
    [[ ! $SERVER ]] || return 0
    kill -0 "$SERVER_PID" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$log" >&2
  fail "The server did not start."
}

# stop_server [SIGNAL]
stop_server() {
  [[ $SERVER_PID ]] || return 0
  kill "-${1:-TERM}" "$SERVER_PID" 2>/dev/null || true
  wait "$SERVER_PID" 2>/dev/null || true
  SERVER_PID=""
}

# speak FILE [short|long [VOICE]]: some 40 s of speech, or some 15 s, with something in it that makes a clip.
speak() {
  local text="
    Why do people give up on a new habit after only three weeks? For years I thought the answer was discipline, and I
    was completely wrong. The secret is not to want it more. The secret is to make it smaller.
    I put my shoes next to the door, and I promised myself just two minutes."
  [[ ${2-} == short ]] || text+="
    Two minutes is nothing, so there was never a reason to skip it. After a year I had run four hundred miles. Nobody
    was more surprised than I was. So here is the lesson that changed my life. Never ask how big a step should be. Ask
    how small it has to be so that you take it again tomorrow. If you remember one thing, remember that small things
    done every day beat great things done once. That is all there is to it, and it is not a secret any more."
  flite -voice "${3:-slt}" -o "$1" -t "$text"
}

# shellcheck shell=bash
# The testing checklist, step by step as it is written, and the deployment it ends with. To be sourced.

starts_so_far() { grep -c 'PodPromo is at' "$SCRATCH/server.log" || true; }
starts_within() {
  local wanted=$1 until=$((SECONDS + $2))
  while ((SECONDS < until)) && (($(starts_so_far) < wanted)); do sleep 0.2; done
  [[ $(starts_so_far) == "$wanted" ]]
}

# The server has run with --reload since the kill: through an upload, all stages, and everything written for them.
file_watcher_test() {
  check "1. file watcher: serve --reload worked on an episode and was not restarted" starts_within 1 0
  touch "$PROJECT"/uploads/* "$PROJECT"/outputs/* "$PROJECT"/logs/*
  sleep 2
  check "1. file watcher: nor when all data folders change at once" starts_within 1 0
  cp "$PODPROMO" "$PODPROMO.new" && mv "$PODPROMO.new" "$PODPROMO"
  check "1. file watcher: a program that was built anew does restart it" starts_within 2 30
  SERVER=$(grep -o 'http://127\.0\.0\.1:[0-9]*' "$SCRATCH/server.log" | tail -n 1)
}

progress_endpoint_test() {
  ask /api/progress/nonexistent-id
  check "2. progress endpoint: nonexistent-id gives 404 JSON" not_found
  ask "/api/progress/$episode"
  check "2. progress endpoint: a valid id gives 200 JSON with progress" both answers 200 says '"progress":{'
}

# Upload, stop while it works, start, ask.
restart_safety_test() {
  speak "$SCRATCH/again.wav" long rms
  ask /api/upload -F "file=@$SCRATCH/again.wav"
  episode=$(field episodeId)
  check "3. restart safety: an upload begins" both answers 200 has "$episode"
  wait_for 30 in_stage 'processing|transcribing' || true
  stop_server TERM
  start_server "$PROJECT" --model="$SPOKEN_MODEL"
  ask "/api/progress/$episode"
  check "3. restart safety: after stop and start the endpoint still works" in_stage "$UNDER_WAY|completed"
  wait_for 300 ended || true
  check "3. restart safety: and the episode is finished" in_stage completed
}

frontend_polling_test() {
  check "4. polling: the page is served" page_is_there
  ask /api/progress/00000000000000000000000000000000
  check "4. polling: an id that is not ready yet gives 404 JSON, which the page takes for \"not yet\"" not_found
}
page_is_there() { ask / && answers 200 && says '<div id="root"'; }

doctor_is_content() {
  env -C "$PROJECT" "${FIVE[@]/#/-u}" "$PODPROMO" doctor --model "$SPOKEN_MODEL" --port 0 >"$BODY.doctor" && return
  STATUS=doctor
  grep -vE '^  ok ' "$BODY.doctor" >"$BODY"
  return 1
}
deployment() {
  check "deployment: the doctor finds no problem on these folders" doctor_is_content
  ask /health
  check "deployment: /health" both answers 200 says '"ok":true'
  ask /ready
  check "deployment: /ready says that folders, space, progress, queue and model are in order" \
    both answers 200 says '"space":{[^}]*"ok":true'
}

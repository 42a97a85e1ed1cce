# shellcheck shell=bash
# 4. What polling meets, and how the page polls. To be sourced.

clips_while_working() {
  ask /api/episodes/nobody/clips --head
  check "HEAD clips of nobody: 404" answers 404
  ask "/api/episodes/$episode/clips" --head
  check "HEAD clips while working: 202" answers 202
  check "  with Retry-After" header 'retry-after: [0-9]'
  ask "/api/episodes/$episode/clips"
  check "GET clips while working: 202, ready false" both answers 202 says '"ready":false'
}

clips_when_done() {
  ask "/api/episodes/$episode/clips" --head
  check "HEAD clips when done: 204" answers 204
  ask "/api/episodes/$episode/clips"
  check "GET clips when done: 200, ready true" both answers 200 says '"ready":true'
  check "there is a finished video" has "$(compgen -G "$PROJECT/outputs/clips/$episode/*.mp4" || true)"
}

# The client's own rules are kept where the client is: its policy is tested as a table, and its screens in a browser.
# Set-up fetches what these tests need; without it they are left to scripts/page test.
page_policy() {
  local log=$SCRATCH/page.log
  if [[ ! -d $ROOT/web/node_modules ]]; then
    printf '%-15s %-78s %s\n' "$section" "the page's policy: run scripts/setup --for test, then scripts/page test" "not run"
    return
  fi
  # In plain letters also where continuous integration has tools write in colours, for what they say is read here.
  # shellcheck source=/dev/null
  (source "$ROOT/scripts/steps/node.sh" && use_node && cd "$ROOT/web" &&
    env -u CI -u FORCE_COLOR NO_COLOR=1 npx --no-install vitest run progress) >"$log" 2>&1 || tail -n 20 "$log"
  check "the page's policy: 404 for 60 s, 5 retries with backoff, pace by stage, stop at the end" \
    grep -qE 'Test Files +[0-9]+ passed' "$log"
  check "  no test of it failed or was skipped" none "$(grep -E 'Tests .*(failed|skipped)' "$log" || true)"
  [[ ${only_faults-} ]] || printf '%-15s %-78s\n' "" "(the same in a real browser: scripts/page e2e and scripts/check-page)"
}

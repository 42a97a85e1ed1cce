# shellcheck shell=bash
# One row a check, one line a section; and how an answer of the server is looked at. To be sourced after say.sh.

declare -A titles=() passed=() failed=()
declare -a sections=() faults=()
section=""

# has_section NAME TITLE: a line of the summary.
has_section() {
  sections+=("$1")
  titles[$1]=$2 passed[$1]=0 failed[$1]=0
}

# check WHAT COMMAND…: one row of the table.
check() {
  local what=$1 result=pass
  shift
  if "$@"; then passed[$section]=$((passed[$section] + 1)); else failed[$section]=$((failed[$section] + 1)) result=FAIL; fi
  [[ ${only_faults-} && $result == pass ]] || printf '%-15s %-78s %s\n' "$section" "$what" "$result"
  [[ $result == pass ]] || faults+=("$section: $what; the last answer: $STATUS $(head -c 300 "$BODY" | tr -d '\0')")
}

# The summary, and last what failed, where whoever reads only the end of a log finds it. Fails when a check did.
summary() {
  local one all=0 bad=0
  printf '\n%-15s %-55s %8s %8s\n' "Section" "" "checks" "failed"
  for one in "${sections[@]}"; do
    printf '%-15s %-55s %8d %8d\n' "$one" "${titles[$one]}" $((passed[$one] + failed[$one])) "${failed[$one]}"
    all=$((all + passed[$one] + failed[$one])) bad=$((bad + failed[$one]))
  done
  printf '%-15s %-55s %8d %8d   in %d s\n' "all" "" "$all" "$bad" "$SECONDS"
  ((bad == 0)) || printf 'FAIL  %s\n' "${faults[@]}"
  ((bad == 0))
}

# ask PATH [CURL OPTION…]: the answer goes to STATUS, HEAD and BODY. The path is sent as it is written.
STATUS=""
ask() {
  local path=$1
  shift
  : >"$BODY"
  STATUS=$(curl -s --max-time 20 --path-as-is -D "$HEAD" -o "$BODY" -w '%{http_code}' "$@" "$SERVER$path") ||
    STATUS="no answer"
}
answers() { [[ $STATUS =~ ^($1)$ ]]; }
says() { grep -qE -- "$1" "$BODY"; }
header() { grep -qiE -- "^$1" "$HEAD"; }
field() { sed -nE "s/.*\"$1\":\"?([^\",}]*).*/\1/p" "$BODY" | head -n 1; }
has() { [[ $1 ]]; }
same() { [[ $1 && $1 == "$2" ]]; }
both() { "$1" "$2" && "$3" "$4"; }
none() { [[ ! $1 ]]; }
in_stage() { answers 200 && says "\"status\":\"($1)\"" && says "\"stage\":\"($1)\""; }
ended() { in_stage 'completed|error'; }

# wait_for SECONDS COMMAND…: asks for the progress ten times a second until the command likes it.
wait_for() {
  local until=$((SECONDS + $1))
  shift
  while ((SECONDS < until)); do
    ask "/api/progress/$episode"
    if "$@"; then return 0; fi
    sleep 0.1
  done
  return 1
}

# shellcheck shell=bash
# How the scripts speak, ask, and act as root. To be sourced, under set -e: a step that fails ends the script.
# Everything is said on standard error: standard output belongs to the program that the scripts hand over to.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/podpromo
readonly ROOT CACHE

say() { printf 'PodPromo: %s\n' "$*" >&2; }
detail() { printf '          %s\n' "$*" >&2; }

# fail WHAT [WHAT TO DO]
fail() {
  say "$1"
  [[ -z ${2-} ]] || detail "$2"
  exit 1
}

# Asks only a person: without a terminal, or with --yes, the answer is yes.
agreed() {
  [[ ${PODPROMO_YES-} || ! -t 0 || ! -t 1 ]] && return
  local answer
  read -r -p "          $1 [Y/n] " answer >&2 || return 1
  [[ ! $answer || $answer == [yYjJ]* ]]
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# quietly LOG COMMAND…: runs the command with its output in LOG; if it fails, shows the end of it.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 && return
  tail -n 25 "$log" | cut -c 1-300 >&2
  say "That did not work. The whole output is in $log"
  return 1
}

# timed SENTENCE COMMAND…: says the sentence, runs the command, says how long it took.
timed() {
  local sentence=$1 started=$SECONDS
  shift
  say "$sentence"
  "$@"
  detail "done in $((SECONDS - started)) s"
}

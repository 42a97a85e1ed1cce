# shellcheck shell=bash
# The program itself: build/release/podpromo. To be sourced after say.sh and whisper.sh.

readonly PROGRAM=$ROOT/build/release/podpromo
# Made when a build begins, kept when it succeeds: newer sources mean another build. It names the whisper.cpp that was
# linked in, which is another one on another processor.
readonly PROGRAM_STAMP=$ROOT/build/release/.built

# Another clone of the same sources, as continuous integration makes them, then finds its objects in ccache.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1

program_is_current() {
  [[ -x $PROGRAM && -e $PROGRAM_STAMP && $(<"$PROGRAM_STAMP") == "$(whisper_folder)" ]] || return
  local newer
  newer=$(cd "$ROOT" && find src apps cmake web scripts/steps/whisper.sh CMakeLists.txt CMakePresets.json \
    \( -name node_modules -o -name dist -o -name test-results -o -name playwright-report \) -prune -o \
    -newer "$PROGRAM_STAMP" -print -quit)
  [[ ! $newer ]]
}

# build_program TARGET…
build_program() {
  local draft=$PROGRAM_STAMP.draft whisper
  whisper=$(whisper_folder)
  mkdir -p "$ROOT/build/release"
  echo "$whisper" >"$draft"
  if [[ ! -e $ROOT/build/release/build.ninja || ! -e $PROGRAM_STAMP || $(<"$PROGRAM_STAMP") != "$whisper" ]]; then
    quietly "$CACHE/logs/configure.log" cmake --preset release
  fi
  compile "$@"
  mv "$draft" "$PROGRAM_STAMP"
}

# Shows ninja's running line to a person, and only the end to a log.
compile() {
  local started=$SECONDS
  if ninja -C "$ROOT/build/release" -n "$@" | grep -q 'no work to do'; then return; fi
  say "Building the program. The first time takes a few minutes."
  if [[ -t 2 ]]; then
    ninja -C "$ROOT/build/release" "$@" >&2
  else
    quietly "$CACHE/logs/build.log" ninja -C "$ROOT/build/release" "$@"
  fi
  detail "done in $((SECONDS - started)) s"
}

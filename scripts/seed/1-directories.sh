# shellcheck shell=bash
# 1. Data directories: where they are set, the two layouts, and nothing written elsewhere. To be sourced.

readonly FIVE=(UPLOAD_DIR OUTPUT_DIR LOGS_DIR TRANSCRIPTS_DIR CLIPS_DIR)
readonly FLAG_OF=(--upload-dir --output-dir --logs-dir --transcripts-dir --clips-dir)

# settings_there FOLDER [NAME=VALUE…] -- [FLAG…]: what the program takes for its settings in that folder, as
# "NAME source value" lines.
settings_there() {
  local folder=$1 environment=()
  shift
  while [[ $1 != -- ]]; do environment+=("$1") && shift; done
  shift
  env -C "$folder" "${FIVE[@]/#/-u}" "${environment[@]}" "$PODPROMO" doctor --json "$@" 2>/dev/null |
    python3 -c 'import json, sys
for one in json.load(sys.stdin)["settings"]: print(one["name"], one["source"], one["value"])' || true
}
# each_from SOURCE VALUE-PREFIX TOLD: each of the five comes from there.
each_from() {
  local name
  for name in "${FIVE[@]}"; do
    grep -qE "^$name $1 $2" <<<"$3" || { echo "   $name: $(grep "^$name " <<<"$3")" && return 1; }
  done
}

precedence() {
  local folder=$SCRATCH/precedence environment=() flags=() i
  mkdir -p "$folder"
  check "the defaults stay in the project" each_from default '\./(uploads|outputs|logs)' "$(settings_there "$folder" --)"
  for i in "${!FIVE[@]}"; do
    echo "${FIVE[i]}=/dotenv/$i" >>"$folder/.env"
    environment+=("${FIVE[i]}=/environment/$i")
    flags+=("${FLAG_OF[i]}" "/flag/$i")
  done
  check "a .env file goes before the defaults" each_from '\.env' /dotenv "$(settings_there "$folder" --)"
  check "the environment goes before the .env file" each_from environment /environment \
    "$(settings_there "$folder" "${environment[@]}" --)"
  check "a flag goes before the environment" each_from flag /flag \
    "$(settings_there "$folder" "${environment[@]}" -- "${flags[@]}")"
}

example() {
  local name
  for name in "${FIVE[@]}"; do
    check "env.example shows $name for development and for production" both_in_example "$name"
  done
}
both_in_example() { grep -qE "^$1=\./" "$ROOT/env.example" && grep -qE "^# $1=/var/app-data/podpromo/" "$ROOT/env.example"; }

# The production layout, all five outside the sources, set by the environment alone.
production_layout() {
  local data=$SCRATCH/var/app-data/podpromo folder names=(uploads outputs logs transcripts clips) environment=() i id
  for i in "${!FIVE[@]}"; do environment+=("${FIVE[i]}=$data/${names[i]}"); done
  mkdir -p "$data" "$SCRATCH/tree"
  start_server "$SCRATCH/tree" "${environment[@]}" --model="$SPOKEN_MODEL"
  speak "$SCRATCH/short.wav" short
  ask /api/upload -F "file=@$SCRATCH/short.wav"
  episode=$(field episodeId)
  wait_for 300 ended || true
  check "production: an episode goes through with all five outside the tree" in_stage completed
  id=$episode
  check "production: media and progress.json in UPLOAD_DIR" \
    test -e "$data/uploads/$id/source.wav" -a -e "$data/uploads/$id/progress.json"
  check "production: the transcript in TRANSCRIPTS_DIR" test -s "$data/transcripts/$id.json"
  check "production: the clips in CLIPS_DIR" test -s "$data/clips/$id/clips.json"
  check "production: the log in LOGS_DIR, the database in OUTPUT_DIR" \
    test -s "$data/logs/$id.log" -a -s "$data/outputs/podpromo.db"
  for folder in uploads outputs logs; do
    check "production: no ./$folder was made beside" test ! -e "$SCRATCH/tree/$folder"
  done
  stop_server
}

# What the project looks like without the data: names, kinds, sizes, times.
outside_data() {
  (cd "$PROJECT" && find . \( -path ./uploads -o -path ./outputs -o -path ./logs \) -prune -o \
    -printf '%p %y %s %T@\n' | LC_ALL=C sort)
}

development_layout() {
  local folder
  outside_data >"$SCRATCH/after"
  for folder in uploads outputs logs; do
    check "development: ./$folder was written to" \
      has "$(find "$PROJECT/$folder" -type f -newer "$SCRATCH/before" -print -quit)"
  done
  check "development: nothing else in the project changed" diff "$SCRATCH/before" "$SCRATCH/after"
  for folder in uploads outputs logs; do
    check "git ignores $folder/" grep -qx "/$folder/" "$ROOT/.gitignore"
    check "the page's watcher ignores $folder/" grep -qE "'\*\*/$folder/\*\*'" "$ROOT/web/vite.config.ts"
  done
}

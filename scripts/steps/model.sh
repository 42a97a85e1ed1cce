# shellcheck shell=bash
# The speech model: fetched by the program itself, before a command that hears. To be sourced after program.sh.

# get_model COMMAND LINE…: fetches what that command line will need and what is not here.
get_model() {
  local name
  for name in $(models_wanted "$@"); do
    "$PROGRAM" models path "$name" >/dev/null 2>&1 && continue
    # If nothing answers, the program itself says what is missing and what to do.
    "$PROGRAM" models pull "$name" >&2 || return 0
  done
  [[ ! ${name-} ]] || get_speaker_model
}

# What tells voices apart comes with the others; who got those before it existed is asked for it once, and nothing
# depends on it.
get_speaker_model() {
  local asked=$CACHE/asked-for-resemblyzer
  [[ ! -e $asked ]] || return 0
  "$PROGRAM" models path resemblyzer >/dev/null 2>&1 || "$PROGRAM" models pull resemblyzer >&2 || true
  mkdir -p "$CACHE" && touch "$asked"
}

# The setting in a .env file of the folder we are in, where the program looks for it too.
model_in_env_file() {
  [[ ! -r .env ]] || sed -nE "s/^[[:space:]]*PODPROMO_MODEL[[:space:]]*=[[:space:]]*[\"']?([^\"'#[:space:]]*).*/\1/p" .env | tail -n 1
}

# Prints the models that a command line needs: the voice detector and the recogniser, or nothing at all.
models_wanted() {
  local command="" model=${PODPROMO_MODEL:-$(model_in_env_file)}
  model=${model:-base}
  while (($#)); do
    case $1 in
      --help | -h | --transcript | --transcript=* | -t) return ;;
      --model | -m) model=${2-} ;;
      --model=*) model=${1#*=} ;;
      -*) ;;
      *) command=${command:-$1} ;;
    esac
    shift
  done
  case $command in
    clip | transcribe | serve | eval) ;;
    *) return ;;
  esac
  # A path is a model of the user's own.
  [[ $model == */* ]] || echo silero-vad "$model"
}

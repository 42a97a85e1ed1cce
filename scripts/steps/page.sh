# shellcheck shell=bash
# The page: web/ becomes web/dist, which the program carries inside. To be sourced after say.sh and node.sh.

page_sources() {
  find "$ROOT/web" \( -name node_modules -o -name dist -o -name 'test-results' -o -name 'playwright-report' \) -prune -o -type f -print0
}

page_key() {
  (cd "$ROOT" && page_sources | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
}

# Installs what package-lock.json names, once per lock file. No package's own install script runs.
get_page_tools() {
  local lock stamp=$ROOT/web/node_modules/.lock-sum
  lock=$(sha256sum <"$ROOT/web/package-lock.json")
  [[ -e $stamp && $(<"$stamp") == "$lock" ]] && return
  timed "Installing what builds the page (npm ci)." \
    quietly "$CACHE/logs/npm-ci.log" npm --prefix "$ROOT/web" ci --no-audit --no-fund --ignore-scripts
  echo "$lock" >"$stamp"
}

build_page() {
  [[ -e $ROOT/web/package.json ]] || return 0
  local key stamp=$ROOT/build/page.stamp
  key=$(page_key)
  [[ -e $ROOT/web/dist/index.html && -e $stamp && $(<"$stamp") == "$key" ]] && return
  get_page_tools
  timed "Building the page." quietly "$CACHE/logs/page.log" npm --prefix "$ROOT/web" run build
  mkdir -p "$ROOT/build"
  echo "$key" >"$stamp"
}

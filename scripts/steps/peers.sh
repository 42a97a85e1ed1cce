# shellcheck shell=bash
# What benchmarks compare with and no package list can bring. To be sourced after say.sh.

get_peers_of() {
  case $1 in
    server) get_nginx ;;
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

# shellcheck shell=bash
# Debian packages, by the lists in scripts/packages. To be sourced after say.sh.

# The lists that a purpose needs: what runs it, then what builds it, then what tests it.
package_lists() {
  case $1 in
    run) echo run ;;
    build) echo run build ;;
    test) echo run build test ;;
    bench) echo run build bench ;;
  esac
}

# Prints the packages of the lists that are not installed, in the lists' order, headings included.
missing_packages() {
  local list line heading="" installed=" "
  while read -r status name; do
    [[ $status == installed ]] && installed+="$name "
  done < <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null)
  for list in $(package_lists "$1"); do
    while read -r line; do
      case $line in
        '## '*) heading=$line ;;
        '' | '#'*) ;;
        *)
          [[ $installed == *" $line "* ]] && continue
          [[ $heading ]] && echo "$heading"
          heading=""
          echo "$line"
          ;;
      esac
    done <"$ROOT/scripts/packages/$list.txt"
  done
}

# packages_for PURPOSE: installs what is missing, after saying what and why.
packages_for() {
  local missing names
  command -v dpkg-query >/dev/null || {
    say "This machine has no Debian packages, so nothing is installed here; scripts/packages names what has to be there."
    return
  }
  missing=$(missing_packages "$1")
  [[ $missing ]] || return 0
  names=$(grep -v '^##' <<<"$missing" | tr '\n' ' ')
  say "To $1 PodPromo these Debian packages are missing:"
  awk '/^## /{if (text) print text; text = substr($0, 4) ":"; next} {text = text " " $0} END {print text}' <<<"$missing" |
    while read -r line; do detail "$line"; done
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    fail "Installing them takes root, and sudo is not here." "Run as root: apt-get install --no-install-recommends $names"
  fi
  agreed "Install them with apt?" || fail "Nothing was installed." "To do it yourself: apt-get install --no-install-recommends $names"
  export DEBIAN_FRONTEND=noninteractive
  quietly "$CACHE/logs/apt-update.log" as_root apt-get update
  # shellcheck disable=SC2086  # one word a package
  timed "Installing $(wc -w <<<"$names") packages." \
    quietly "$CACHE/logs/apt-install.log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $names
}

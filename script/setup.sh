# Sourced by the other scripts: finds Python, installs what is missing, makes the virtual environment.
# POSIX shell. Nothing here is needed to use an installed secscan.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv=${SECSCAN_VENV:-$root/.venv}

say() { printf '%s\n' "secscan: $*" >&2; }

die() {
  say "$*"
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    return 1
  fi
}

# install_packages PACKAGE...: the Debian packages that are not installed yet.
install_packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 || {
    say "these packages are missing, and apt-get is not here to install them:$missing"
    return 1
  }
  say "installing$missing"
  # shellcheck disable=SC2086 # a list of words
  without_starting as_root env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -q update && apt-get -q -y install --no-install-recommends "$@"' \
    apt $missing >/dev/null
}

# without_starting COMMAND...: run it so that the services of newly installed packages stay off (policy-rc.d).
without_starting() {
  policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy" || return 1
  status=0
  "$@" || status=$?
  as_root rm -f "$policy"
  return "$status"
}

find_python() {
  for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$python"
      return 0
    fi
  done
  return 1
}

# make_venv EXTRAS: a virtual environment with secscan and those extras ("" for none), made again when pyproject.toml changes.
# secscan is compiled, as pip does with what it copies: where PYTHONDONTWRITEBYTECODE is set, each start would do it anew.
make_venv() {
  python=$(find_python) || {
    install_packages python3 && python=$(find_python)
  } || die "Python 3.11 or newer is needed"
  "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv || die "python3-venv is needed"
  install_python "$1"
  "$venv/bin/python" -m compileall -q "$root/secscan" || say "secscan is not compiled: it will start more slowly"
}

install_python() {
  stamp="$venv/.secscan-$(printf '%s' "$1" | tr ',' '-')-$(cksum <"$root/pyproject.toml" | tr ' ' '-')"
  [ ! -e "$stamp" ] || return 0
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  say "installing Python packages into $venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$root${1:+[$1]}" || die "pip failed"
  : >"$stamp"
}

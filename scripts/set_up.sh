#!/bin/sh
# Set up everything that a command needs: `set_up.sh run`, `set_up.sh test`, or `set_up.sh bench` (test and stock engines).
# Debian packages are installed when root; otherwise the one line to type is printed. Nothing is fetched twice.
set -eu
purpose="${1:-run}"
cd "$(dirname "$0")/.."
models="${CLAIMGATE_MODELS:-${CLAIMGATE_HOME:-$PWD/var}/models}"

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
  have_library libGL.so.1 || printf 'libgl1 '
  have_library libgthread-2.0.so.0 || printf 'libglib2.0-0 '
  [ "$purpose" != run ] || return 0
  have_file /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc || printf 'fonts-noto-cjk '
  have_file /usr/share/fonts/truetype/arphic/uming.ttc || printf 'fonts-arphic-uming '
  have_file /usr/share/fonts/truetype/arphic/ukai.ttc || printf 'fonts-arphic-ukai '
  have_file /usr/share/fonts/truetype/wqy/wqy-zenhei.ttc || printf 'fonts-wqy-zenhei '
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || printf 'postgresql '
  have_file /usr/bin/redis-server || printf 'redis-server '
  have_file /usr/bin/chromium || printf 'chromium '
}

have_file() { [ -e "$1" ]; }

have_library() { python3 -c "import ctypes; ctypes.CDLL('$1')" 2>/dev/null; }

install_packages() {
  packages="$(missing_packages)"
  [ -n "$packages" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    say "Some Debian packages are missing. Please type this line, then run make again:"
    say "  sudo apt-get install -y --no-install-recommends $packages"
    exit 1
  fi
  say "[1/4] installing Debian packages: $packages"
  apt-get update -qq >&2
  # A server that Debian would start by itself is none of ours: tests start their own.
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

fingerprint() { cat uv.lock pyproject.toml scripts/uv.txt scripts/set_up.sh ocr/engines/models.py | sha256sum | cut -c1-64; }

require_python() {
  python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && return 0
  say "claimgate needs Python 3.11 as python3 (Debian 12 has it). Found: $(python3 --version 2>&1 || echo none)."
  exit 1
}

sync_environment() {
  mark=".venv/.set-up-$purpose"
  if [ -f "$mark" ] && [ "$(cat "$mark")" = "$(fingerprint)" ]; then return 0; fi
  if [ ! -x .bootstrap/bin/uv ]; then
    say "[2/4] fetching the installer (uv)"
    python3 -m venv .bootstrap
    .bootstrap/bin/pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.txt >&2
  fi
  say "[3/4] installing locked dependencies (the first time this takes a minute or two)"
  case "$purpose" in
    run) groups="--no-dev" ;;
    bench) groups="--group bench" ;;
    *) groups="" ;;
  esac
  # --inexact: setting up for `make run` must not take away what `make test` installed.
  # --compile-bytecode: half a minute once, where an environment that writes no bytecode would pay at every start.
  # shellcheck disable=SC2086
  .bootstrap/bin/uv sync --quiet --frozen --inexact --compile-bytecode $groups --python python3 >&2
  .venv/bin/python -m compileall -q intake ocr validators storage >&2
  say "[4/4] laying out and checking the OCR weights"
  .venv/bin/python -m ocr.engines.models "$models" >/dev/null
  fingerprint > "$mark"
}

require_python
install_packages
sync_environment
if [ ! -f "$models/PP-OCRv5_mobile_rec/inference.onnx" ]; then
  .venv/bin/python -m ocr.engines.models "$models" >/dev/null
fi
if [ "$purpose" != run ]; then
  .venv/bin/python -m tests.factory.fonts >&2
  .venv/bin/python -m tests.browser.axe >&2
fi
if [ "$purpose" = test ]; then .venv/bin/python -m tests.services.identity >&2; fi
if [ "$purpose" = bench ]; then .venv/bin/python -m tests.bench.tessdata >&2; fi

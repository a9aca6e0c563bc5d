#!/bin/bash
# Runs the benchmark against the real Tango 9.3.4, starting it where it does not run. Needs Debian, as the interop tests do.
set -euo pipefail
cd "$(dirname "$0")/.."
peer=test/interop/peers/tango93.sh
if ! bash "$peer" status > /dev/null 2>&1; then
  bash "$peer" install
  bash "$peer" start
  trap 'bash "$peer" stop' EXIT
fi
npm run --silent build
bash bench/peers/build.sh
bash "$peer" exec node bench/run.mjs "$@"
npx tsx bench/cleanup.ts

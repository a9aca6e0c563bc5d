#!/bin/bash
# record-events.sh [FOLDER...] - records the events in fixtures/*/events anew from the real peers, which must run or be installed: see
# test/interop/run.sh. FOLDER: tango-9.3.4, tango-10.0.2; both unless given.
set -euo pipefail
exec < /dev/null
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- tango-9.3.4 tango-10.0.2
for folder in "$@"; do
  case $folder in
    tango-9.3.4) bash test/interop/peers/tango93.sh start ;;
    tango-10.0.2) bash test/interop/peers/tango10.sh start ;;
    *) echo "record-events: no peer called $folder" >&2; exit 2 ;;
  esac
done
node --import tsx test/support/record-events.ts "$@"

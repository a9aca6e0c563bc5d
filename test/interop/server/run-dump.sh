#!/bin/bash
# run-dump.sh 9.3|10.0 DEVICE NODB < scenario.json > dump.json - runs dump/ with the PyTango of that release, wherever that is.
# TANGO_HOST, DUMP_CHAPTERS and VIEW_TRACE as dump/__main__.py says.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
case "${1:-}" in
  9.3) peer=tango93 ;;
  10.0) peer=tango10 ;;
  *) sed -n '2,3s/^# *//p' "$0" >&2; exit 2 ;;
esac
[ $# = 3 ] || { sed -n '2,3s/^# *//p' "$0" >&2; exit 2; }
# The programs go in by the same way as the scenario, since the chroot sees no other files of ours.
{
  tar -cz --exclude=__pycache__ -C "$here" dump -C "$here/../tango" view.py | base64 -w0
  echo
  cat
} | bash "$here/../peers/$peer.sh" exec bash -c '
  files=$(mktemp -d)
  trap "rm -rf \"$files\"" EXIT
  read -r programs
  base64 -d <<< "$programs" | tar -xz -C "$files"
  mv "$files/view.py" "$files/dump/"
  PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$files/dump" "$@"' run-dump "$@"

#!/bin/bash
# run.sh 9.3|10.0 PROGRAM [ARGUMENT...] - becomes push_server.py, event_view.py or another Python program of this folder, with the PyTango
# of that release, wherever that is; standard input and output are the program's. A TANGO_HOST in the environment holds for it too.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
case "${1:-}" in
  9.3) peer=tango93 ;;
  10.0) peer=tango10 ;;
  *) sed -n '2,3s/^# *//p' "$0" >&2; exit 2 ;;
esac
[ -f "$here/${2:-}" ] || { sed -n '2,3s/^# *//p' "$0" >&2; exit 2; }
# The programs go in as arguments, since the chroot sees no files of ours and the input is the program's.
start='
import sys, types
view, source, name = sys.argv[1:4]
sys.argv = [name] + sys.argv[4:]
sys.modules["view"] = types.ModuleType("view")
exec(compile(view, "view.py", "exec"), vars(sys.modules["view"]))
exec(compile(source, name, "exec"), {"__name__": "__main__", "__file__": name})'
exec bash "$here/../peers/$peer.sh" exec ${TANGO_HOST:+env TANGO_HOST="$TANGO_HOST"} \
  /usr/bin/python3 -u -c "$start" "$(cat "$here/../tango/view.py")" "$(cat "$here/$2")" "${@:2}"

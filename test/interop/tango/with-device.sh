#!/bin/bash
# with-device.sh 93|10 CMD... - runs CMD while two TangoTest servers of that release serve it alone: TangoTest/scenario with
# the device test/scenario/1 in the database, and TangoTest/nodb with the device test/nodb/1 and no database. CMD finds
#   DEVICE=test/scenario/1   NODB=127.0.0.1:port/test/nodb/1#dbase=no   TANGO_HOST=host:port
# in its environment. Afterwards the servers are gone and the database is as before. Exit code: that of CMD.
# TANGOTEST="program argument..." starts that program instead of the C++ TangoTest of the release.
#
#   python3 make_scenario.py > scenario.json
#   with-device.sh 93 bash -c '/usr/bin/python3 view.py "$DEVICE" "$NODB" < scenario.json > view.json'

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
die() { echo "with-device: error: $*" >&2; exit 1; }
case "${1:-}" in
  93) PEER=$here/../peers/tango93.sh; SERVER=/usr/lib/tango/TangoTest; TANGO_HOST=127.0.0.1:${TANGO93_PORT:-10000} ;;
  10) PEER=$here/../peers/tango10.sh; SERVER=/usr/lib/tango/TangoTest; TANGO_HOST=127.0.0.1:${TANGO10_PORT:-11000} ;;
  *) sed -n '2,9s/^# *//p' "$0"; exit 2 ;;
esac
release=$1; shift
[ $# -gt 0 ] || die "which command?"
export TANGO_HOST DEVICE=test/scenario/1

# One at a time: the names in the database are fixed, so that the scenario is always the same.
exec 9> "${TMPDIR:-/tmp}/bandoneon-with-device-$release.lock"
flock -w 600 9 || die "another with-device.sh has been at work with Tango $release for ten minutes"
logs=$(mktemp -d)
in_peer() { bash "$PEER" exec "$@"; }
# Each server is a session of its own, ended as one process group.
program=(bash "$PEER" exec "$SERVER")
[ -z "${TANGOTEST:-}" ] || read -ra program <<< "$TANGOTEST"
launch() { setsid "${program[@]}" "$@" > "$logs/$1" 2>&1 < /dev/null 9>&- & groups+=($!); }
finish() {
  local group killer
  # Whoever waited for this may be gone already, and nothing here needs to be said.
  trap '' PIPE
  exec > /dev/null 2>&1
  [ -z "$command" ] || kill "$command" || true
  for group in ${groups[@]+"${groups[@]}"}; do kill -- "-$group" || true; done
  # A device that has locked itself up does not heed the first signal.
  (sleep 5; for group in ${groups[@]+"${groups[@]}"}; do kill -KILL -- "-$group" || true; done) 9>&- & killer=$!
  for group in ${groups[@]+"${groups[@]}"}; do
    wait "$group" || true
    while kill -0 -- "-$group"; do sleep 0.1; done
  done
  kill "$killer" || true
  forget
  rm -rf "$logs"
}
# The server, its device and all properties in the database; tango_admin --with-properties of 10.0 leaves them.
forget() {
  in_peer /usr/bin/python3 -c '
import sys, tango
database, device = tango.Database(), sys.argv[1]
for attribute in database.command_inout("DbGetDeviceAttributeList", [device, "*"]):
    database.command_inout("DbDeleteAllDeviceAttributeProperty", [device, attribute])
for name in list(database.get_device_property_list(device, "*")):
    database.delete_device_property(device, name)' "$DEVICE" || true
  in_peer tango_admin --delete-server TangoTest/scenario || true
}
groups=()
command=
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

forget > /dev/null 2>&1      # of a run that was broken off
in_peer tango_admin --add-server TangoTest/scenario TangoTest "$DEVICE" || die "Tango $release does not answer at $TANGO_HOST"
# One that nobody gets meanwhile: the server that shall have it starts after one that takes any.
port=$(cd "$here/../../.." && node --import tsx --input-type=module -e '
  import { freePort } from "./test/support/free-ports.ts";
  console.log(await freePort());')
export NODB="127.0.0.1:$port/test/nodb/1#dbase=no"
launch scenario -ORBendPoint giop:tcp:127.0.0.1:0
launch nodb -nodb -dlist test/nodb/1 -ORBendPoint "giop:tcp:127.0.0.1:$port"
for server in scenario nodb; do
  for ((tries = 0; tries < 600; tries++)); do
    ! grep -q "Ready to accept" "$logs/$server" || break
    sleep 0.1
  done
  grep -q "Ready to accept" "$logs/$server" || { cat "$logs/$server" >&2; die "TangoTest/$server of Tango $release does not start"; }
done
# In the background, so that a signal ends this script at once.
"$@" < /dev/null 9>&- & command=$!
rc=0
wait "$command" || rc=$?
exit $rc

#!/bin/bash
# run-with-own-database.sh [name...] - the interop tests with our database in the place of both real ones: a dump of each is imported, and ours
# answers at its port, for the servers that run already as for those that the tests start. The peers must be up (run.sh with
# BANDONEON_PEERS=keep); their own databases run again at the end.
#
#   run-with-own-database.sh                         all of test/interop that does not compare the real databases with ours
#   run-with-own-database.sh interop/tango/view      the test files whose path begins so
set -euo pipefail
exec < /dev/null
cd "$(dirname "$0")/../.."
PEERS=test/interop/peers
WORK=$(mktemp -d)
DATABASES=()

say() { echo "own database: $*"; }
die() { echo "own database: error: $*" >&2; exit 1; }
bandoneon() { node --import tsx src/cli/main.ts "$@"; }

finish() {
  local database
  for database in ${DATABASES[@]+"${DATABASES[@]}"}; do kill "$database" && wait "$database" || true; done
  for peer in tango93 tango10; do bash "$PEERS/$peer.sh" start || say "$peer does not start again"; done
  rm -rf "$WORK"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# replace PEER PORT SQLPORT: puts ours in the place of its database.
replace() {
  local peer=$1 port=$2 sqlport=$3 pid
  pid=$(bash "$PEERS/$peer.sh" status | sed -n 's/.*databaseds: PID \([0-9]*\).*/\1/p')
  [ -n "$pid" ] || die "$peer has no database that runs"
  mariadb-dump --no-defaults -h 127.0.0.1 -P "$sqlport" -u tango -ptango tango > "$WORK/$peer.sql"
  bandoneon database import "$WORK/$peer.sql" --data "$WORK/$peer"
  kill "$pid"
  while kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
  # Not by the function: what is ended must be the program, not a shell around it.
  node --import tsx src/cli/main.ts database 2 --port "$port" --data "$WORK/$peer" > "$WORK/$peer.log" 2>&1 &
  DATABASES+=($!)
  until grep -q '^Ready' "$WORK/$peer.log"; do
    kill -0 $! 2> /dev/null || { cat "$WORK/$peer.log" >&2; die "ours does not start at port $port"; }
    sleep 0.1
  done
  say "$peer: ours answers at port $port"
}

replace tango93 "${TANGO93_PORT:-10000}" "${TANGO93_SQLPORT:-3316}"
replace tango10 "${TANGO10_PORT:-11000}" "${TANGO10_SQLPORT:-3317}"
[ $# -gt 0 ] || set -- $(cd test && printf '%s\n' interop/*.test.ts | grep -v 'database-.*comparison\|database-round-trip')
export OWN_DATABASE=1 TANGO93_HOST=127.0.0.1:${TANGO93_PORT:-10000} TANGO10_HOST=127.0.0.1:${TANGO10_PORT:-11000}
node test/run.mjs --test-concurrency=1 "$@"
say "passed"

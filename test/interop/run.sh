#!/bin/bash
# run.sh [name...] - the interop tests against real peers: Tango 9.3.4 on the host, Tango 10.0.2 in a chroot and
# omniORB. Installs and starts what is not there yet, and at the end stops only what it started itself. A peer that
# cannot be had is a failure, never a skipped test. Needs root on Debian 12.
#
#   run.sh                        all of test/interop
#   run.sh interop/tango/view     the test files whose path begins so
#   BANDONEON_PEERS=keep run.sh   leaves the peers running for the next run

set -euo pipefail
exec < /dev/null
cd "$(dirname "$0")/../.."
PEERS=test/interop/peers
LOGS=$(mktemp -d)
STARTED=()

say() { echo "interop: $*"; }
die() { echo "interop: error: $*" >&2; exit 1; }

finish() {
  local peer
  for peer in ${STARTED[@]+"${STARTED[@]}"}; do
    if [ "${BANDONEON_PEERS:-}" = keep ]; then say "$peer is left running"
    else bash "$PEERS/$peer.sh" stop || say "stopping $peer failed"; fi
  done
  rm -rf "$LOGS"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# both COMMAND: `COMMAND peer` for the two peers at once, output shown in order; fails if one fails.
both() {
  local peer failed="" pids=()
  for peer in tango93 tango10; do "$1" "$peer" > "$LOGS/$peer.$1" 2>&1 & pids+=($!); done
  for peer in tango93 tango10; do
    wait "${pids[0]}" || failed+=" $peer"
    pids=("${pids[@]:1}")
    cat "$LOGS/$peer.$1"
  done
  [ -z "$failed" ] || die "$1 failed for$failed: see the messages above. These tests need both Tango releases."
}
start() { bash "$PEERS/$1.sh" start; }
# release PEER WANTED: PyTango of that peer is there and of the release it should be.
release() {
  local found
  found=$(bash "$PEERS/$1.sh" exec /usr/bin/python3 -c 'import tango; print(tango.Release.version)') ||
    die "$1: no PyTango in /usr/bin/python3"
  [[ $found == "$2".* ]] || die "$1: PyTango is $found, these tests are made for $2"
  say "$1: PyTango $found answers"
}

[ "$(id -u)" = 0 ] || die "the peers are installed and started as root; run this as root"
command -v node > /dev/null || die "node is missing"
[ -d node_modules/tsx ] || die "node_modules is missing: run 'npm ci' first"

# What runs already, whole or in part, belongs to somebody else and stays.
for peer in tango93 tango10; do
  # status exits 1 when the peer is down, and before the first install
  if [[ $(bash "$PEERS/$peer.sh" status 2>&1 || true) == *"PID "* ]]; then say "$peer runs already"; else STARTED+=("$peer"); fi
done
bash test/interop/install-peers.sh
both start
for peer in tango93 tango10; do
  bash "$PEERS/$peer.sh" status || die "$peer does not answer"
done
release tango93 9.3
release tango10 10.0
for tool in g++ omniidl omniNames tshark; do
  command -v "$tool" > /dev/null || die "$tool is missing although $PEERS/tango93.sh should have installed it"
done
[ -f test/interop/omniorb/build.sh ] || die "test/interop/omniorb/build.sh is missing"
bash test/interop/omniorb/build.sh || die "building the omniORB peers failed"

# What sends as fast as it can is not recorded: packets would be lost. The record has no values above 64 KiB either, so the tests that have
# such run once more without it.
unrecorded=()
if [ $# = 0 ]; then
  unrecorded=(interop/thread-stress interop/server-threads interop/tango-examples)
  set -- $(cd test && find interop -name '*.test.ts' | grep -v "$(printf '^%s\n' "${unrecorded[@]}")" | sort)
  unrecorded+=(interop/omniorb-echo)
fi
say "running the tests: $*"
export TANGO93_HOST=127.0.0.1:${TANGO93_PORT:-10000} TANGO10_HOST=127.0.0.1:${TANGO10_PORT:-11000}
# One file after the other: some use the same device, or servers of the same name.
bash test/interop/with-capture.sh node test/run.mjs --test-concurrency=1 "$@"
[ ${#unrecorded[@]} = 0 ] || node test/run.mjs --test-concurrency=1 "${unrecorded[@]}"
say "passed"

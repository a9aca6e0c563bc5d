#!/bin/bash
# install-peers.sh - installs what the interop tests run against, where it is not there yet: Tango 9.3.4 on the host and
# Tango 10.0.2 in a chroot, both at once. Starts nothing. Needs root on Debian 12.
set -euo pipefail
cd "$(dirname "$0")/../.."
PEERS=test/interop/peers
LOGS=$(mktemp -d)
trap 'rm -rf "$LOGS"' EXIT

say() { echo "interop: $*"; }
die() { echo "interop: error: $*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || die "the peers are installed and started as root; run this as root"
# Both installs would want the host's dpkg lock for this one; all else they can do side by side.
if ! command -v debootstrap > /dev/null && [ ! -x "${TANGO10_ROOT:-/opt/trixie}/usr/bin/apt-get" ]; then
  say "installing debootstrap"
  { apt-get -qq -o Acquire::Retries=5 update &&
    DEBIAN_FRONTEND=noninteractive apt-get -qqy -o Acquire::Retries=5 install debootstrap; } > "$LOGS/debootstrap" 2>&1 ||
    { tail -5 "$LOGS/debootstrap" >&2; die "debootstrap cannot be installed"; }
fi
failed=""
for peer in tango93 tango10; do bash "$PEERS/$peer.sh" install > "$LOGS/$peer" 2>&1 & pids+=($!); done
for peer in tango93 tango10; do
  wait "${pids[0]}" || failed+=" $peer"
  pids=("${pids[@]:1}")
  cat "$LOGS/$peer"
done
[ -z "$failed" ] || die "the install failed for$failed: see the messages above. These tests need both Tango releases."

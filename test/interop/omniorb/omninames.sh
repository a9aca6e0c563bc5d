#!/bin/bash
# Starts omniNames (Debian: omniorb-nameserver) on 127.0.0.1 at a free port, with an empty data directory of its own.
# Prints `names IOR:...`, the root naming context, and `ready`; its object key for corbaloc is `NameService`. Ends, and removes
# the directory, when its standard input closes or a signal arrives. Arguments go to omniNames, as -ORBmaxGIOPVersion 1.0.
set -euo pipefail
command -v omniNames >/dev/null || {
  echo "omninames.sh: no omniNames; on Debian: apt-get install omniorb-nameserver" >&2
  exit 1
}
data=$(mktemp -d)
# -start wants a port for its data file only: -ORBendPoint decides where it listens.
omniNames -start 2809 -datadir "$data" -errlog "$data/log" -ORBendPoint giop:tcp:127.0.0.1:0 "$@" &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$data"' EXIT
trap exit INT TERM

until root=$(grep -o 'IOR:[0-9a-f]*' "$data/log" 2>/dev/null); do
  kill -0 $server 2>/dev/null || {
    cat "$data/log" >&2
    exit 1
  }
  sleep 0.05
done
printf 'names %s\nready\n' "$root"
while read -r _; do :; done

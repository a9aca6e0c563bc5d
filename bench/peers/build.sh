#!/bin/bash
# build.sh - builds the C++ client of the benchmark with the host's libtango, into bench/.build (not under version control). Does nothing
# when it is up to date. Needs g++ and libtango-dev: test/interop/peers/tango93.sh install
set -euo pipefail
cd "$(dirname "$0")"
out=../.build/tango_bench
[ -e /usr/include/tango/tango.h ] || { echo "bench: libtango-dev is missing: run test/interop/peers/tango93.sh install" >&2; exit 1; }
mkdir -p ../.build
[ ! "$out" -nt tango_bench.cpp ] || [ ! "$out" -nt build.sh ] || exit 0
# Built beside and moved, so that a build broken off leaves nothing that looks finished.
g++ -std=c++17 -O2 -w -isystem /usr/include/tango tango_bench.cpp -o "$out.new" \
  -ltango -llog4tango -lomniDynamic4 -lCOS4 -lomniORB4 -lomnithread -lzmq -lpthread
mv "$out.new" "$out"

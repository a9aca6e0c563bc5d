#!/bin/bash
# build.sh - builds the C++ programs of the benchmark into bench/.build (not under version control): the client with the host's libtango,
# and the workers that know nothing of Tango. Does nothing when they are up to date. Needs g++ and libtango-dev:
# test/interop/peers/tango93.sh install
set -euo pipefail
cd "$(dirname "$0")"
[ -e /usr/include/tango/tango.h ] || { echo "bench: libtango-dev is missing: run test/interop/peers/tango93.sh install" >&2; exit 1; }
mkdir -p ../.build

build() { # build PROGRAM FLAG...
  local out=../.build/$1 source=$1.cpp
  [ ! "$out" -nt "$source" ] || [ ! "$out" -nt build.sh ] || return 0
  # Built beside and moved, so that a build broken off leaves nothing that looks finished.
  g++ -std=c++17 -O2 -w "$source" -o "$out.new" "${@:2}"
  mv "$out.new" "$out"
}

build tango_bench -isystem /usr/include/tango -ltango -llog4tango -lomniDynamic4 -lCOS4 -lomniORB4 -lomnithread -lzmq -lpthread
build floor_workers -lpthread

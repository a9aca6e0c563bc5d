#!/bin/bash
# Builds the omniORB peer, echo-server and echo-client, into test/interop/.build/omniorb; only what is older than its sources.
# Prints that folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../.build/omniorb
mkdir -p "$out"
out=$(cd "$out" && pwd)

for tool in omniidl g++; do
  command -v "$tool" >/dev/null && [ -e /usr/include/omniORB4/CORBA.h ] || {
    echo "build.sh: no $tool or no omniORB headers; on Debian: apt-get install omniidl libomniorb4-dev g++" >&2
    exit 1
  }
done

# Tests of several files may ask for the build at once.
exec 9>"$out/.lock"
flock 9

newer() { # newer TARGET SOURCE...: is one of the sources newer than the target, or the target missing?
  local target=$1
  shift
  [ ! -e "$target" ] && return 0
  for source in "$@"; do [ "$source" -nt "$target" ] && return 0; done
  return 1
}

if newer "$out/echo.hh" "$here/echo.idl"; then
  omniidl -bcxx -Wba -C"$out" "$here/echo.idl"
fi

compile() { # compile SOURCE: to an object of the same name; generated code is not ours to warn about
  local object
  object=$out/$(basename "${1%.*}").o
  newer "$object" "$1" "$here"/*.h "$out/echo.hh" || return 0
  local warnings=-Wall
  [[ $1 == "$out"/* ]] && warnings=-w
  g++ -std=c++17 -O1 $warnings -isystem "$out" -I"$here" -c "$1" -o "$object.new" && mv "$object.new" "$object"
}
export -f compile newer
export here out
printf '%s\0' "$out"/echo{SK,DynSK}.cc "$here"/*.cpp | xargs -0 -n1 -P"$(nproc)" bash -c 'compile "$1"' _

link() { # link PROGRAM OBJECT...
  local program=$out/$1
  shift
  local objects=("${@/#/$out/}" "$out/echoSK.o" "$out/echoDynSK.o")
  newer "$program" "${objects[@]}" || return 0
  g++ "${objects[@]}" -lomniORB4 -lomniDynamic4 -lomnithread -lpthread -o "$program.new" && mv "$program.new" "$program"
}
link echo-server echo-server.o
link echo-client echo-client.o samples.o value-cases.o dynamic-cases.o call-cases.o
echo "$out"

#!/bin/bash
# build.sh - builds the C++ client cpp/ with the host's libtango, into test/interop/.build/server-dump (not under version control); does
# nothing when that is up to date. Prints the program. Needs g++ and libtango-dev: test/interop/peers/tango93.sh install
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -e /usr/include/tango/tango.h ] || { echo "build.sh: libtango-dev is missing: run test/interop/peers/tango93.sh install" >&2; exit 1; }
mkdir -p "$here/../.build/server-dump"
out=$(cd "$here/../.build/server-dump" && pwd)
# Both releases may ask for it at once.
exec 9> "$out/.lock"
flock 9
compile() { # compile SOURCE: to an object of the same name, when it is older than a source
  local object source
  object=$out/$(basename "${1%.*}").o
  for source in "$1" "$here"/cpp/*.h; do
    [ "$source" -nt "$object" ] || continue
    g++ -std=c++17 -O1 -w -isystem /usr/include/tango -c "$1" -o "$object.new" && mv "$object.new" "$object"
    return
  done
}
export -f compile
export here out
printf '%s\0' "$here"/cpp/*.cpp | xargs -0 -n1 -P"$(nproc)" bash -c 'compile "$1"' _
if [ -n "$(find "$out" -name '*.o' -newer "$out/dump" 2> /dev/null)" ] || [ ! -e "$out/dump" ]; then
  g++ "$out"/*.o -o "$out/dump.new" -ltango -llog4tango -lomniDynamic4 -lCOS4 -lomniORB4 -lomnithread -lzmq -lpthread
  mv "$out/dump.new" "$out/dump"
fi
echo "$out/dump"

#!/bin/bash
# run.sh 9.3|10.0 - builds event_view.cpp with the libtango of that release, unless it is there already, and becomes it. TANGO_HOST as set. That of 10.0
# is compiled and run outside of the chroot with the headers and libraries in it. Needs g++ and libtango-dev: ../../peers/tango93.sh install
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${TANGO10_ROOT:-/opt/trixie}
libraries=$root/usr/lib/x86_64-linux-gnu
out=$here/../../.build/event-view
mkdir -p "$out"
out=$(cd "$out" && pwd)
exec 9> "$out/.lock"
flock 9
stale() { [ ! -e "$out/$1" ] || [ "$here/event_view.cpp" -nt "$out/$1" ] || [ "$here/../../server/cpp/json.h" -nt "$out/$1" ]; }
build() { # build NAME ARGUMENT...
  stale "$1" || return 0
  g++ -std=c++17 -O1 -w -I "$here/../../server/cpp" -o "$out/$1.new" "$here/event_view.cpp" "${@:2}" >&2
  mv "$out/$1.new" "$out/$1"
}
case "${1:-}" in
  9.3)
    build 9.3 -isystem /usr/include/tango -ltango -llog4tango -lomniDynamic4 -lCOS4 -lomniORB4 -lomnithread -lzmq -lpthread
    flock -u 9
    exec "$out/9.3" 9>&- ;;
  10.0)
    # The headers of its packages alone, not those of its C library.
    mkdir -p "$out/include"
    for name in tango omniORB4 omnithread omnithread.h omniconfig.h COS zmq.h zmq.hpp zmq_addon.hpp; do
      [ ! -e "$root/usr/include/$name" ] || ln -sfn "$root/usr/include/$name" "$out/include/$name"
    done
    build 10.0 -DWITH_ALARM -isystem "$out/include" -isystem "$out/include/tango" \
      "$libraries"/lib{tango,omniDynamic4,COS4,omniORB4,omnithread,zmq}.so -lpthread -Wl,--allow-shlib-undefined
    flock -u 9
    exec "$root/lib64/ld-linux-x86-64.so.2" --library-path "$libraries" "$out/10.0" 9>&- ;;
  *) sed -n '2,3s/^# *//p' "$0" >&2; exit 2 ;;
esac

#!/bin/bash
# omniORB against itself with every GIOP version and code set: what fails here is a fault of the peer, not of this library.
#   self-check.sh [SERVER-OPTIONS CLIENT-OPTIONS [ior|corbaloc]]     all combinations, or one
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(bash "$here/build.sh")
failed=0

check() { # check "SERVER OPTIONS" "CLIENT OPTIONS" [ior|corbaloc]
  local first second
  coproc SERVER { exec "$bin/echo-server" $1; }
  local pid=$SERVER_PID input=${SERVER[1]} name reference
  while read -r name reference <&"${SERVER[0]}"; do
    case $name in
      echo) [ "${3:-ior}" = ior ] && first=$reference ;;
      corbaloc) [ "${3:-ior}" = corbaloc ] && first=$reference ;;
      forwarding) second=$reference ;;
      forwarding-permanent) second+=" $reference" ;;
      ready) break ;;
    esac
  done
  local answer
  answer=$(timeout 120 "$bin/echo-client" $2 "$first" $second) || failed=1
  printf 'server [%s] client [%s] %s: %s ok, %s skipped, %s failed\n' "$1" "$2" "${3:-ior}" \
    "$(grep -c '^ok' <<<"$answer")" "$(grep -c '^skip' <<<"$answer")" "$(grep -c '^FAIL' <<<"$answer")"
  grep -v '^ok' <<<"$answer" | sed 's/^/  /'
  exec {input}>&-
  wait "$pid" || failed=1
}

if [ $# -ge 2 ]; then
  check "$@"
  exit $failed
fi
for version in 1.0 1.1 1.2; do
  check "-ORBmaxGIOPVersion $version" ""
  check "" "-ORBmaxGIOPVersion $version"
done
check "" "" corbaloc
check "-ORBnativeCharCodeSet UTF-8" "-ORBnativeCharCodeSet UTF-8"
check "-ORBnativeCharCodeSet UTF-8" ""
check "" "-ORBnativeCharCodeSet UTF-8"
check "-ORBmaxServerThreadPerConnection 10" "-ORBoneCallPerConnection 0 -ORBmaxGIOPConnectionPerServer 1"  # multiplexed
exit $failed

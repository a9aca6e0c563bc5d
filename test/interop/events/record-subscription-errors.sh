#!/bin/bash
# record-subscription-errors.sh - writes subscription-errors-9.3.jsonl and subscription-errors-10.0.jsonl anew: what subscription_errors.py sees with
# each release. The peers must run: see ../run.sh.
set -euo pipefail
cd "$(dirname "$0")"
record() { # record RELEASE PEER
  local admin=(bash "../peers/$2.sh" exec tango_admin) server i
  "${admin[@]}" --add-server PushServer/errors EventPusher test/errors/1
  # One that never runs.
  "${admin[@]}" --add-server PushServer/absent EventPusher test/errors/3
  # Its input stays open until it shall end.
  coproc server { exec bash run.sh "$1" push_server.py errors 2>&1; }
  until read -r line <&"${server[0]}" && [[ $line == READY* ]]; do :; done
  bash run.sh "$1" subscription_errors.py dserver/PushServer/errors test/errors/1 < /dev/null > "subscription-errors-$1.jsonl.new"
  mv "subscription-errors-$1.jsonl.new" "subscription-errors-$1.jsonl"
  eval "exec ${server[1]}>&-"
  wait "$server_PID" || true
  for i in errors absent; do "${admin[@]}" --delete-server "PushServer/$i"; done
}
record 9.3 tango93
record 10.0 tango10

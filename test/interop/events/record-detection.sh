#!/bin/bash
# record-detection.sh - writes detection-9.3.jsonl and detection-10.0.jsonl anew: what detection.py sees of push_server.py with each release. The peers must
# run: see ../run.sh.
set -euo pipefail
cd "$(dirname "$0")"
record() { # record RELEASE PEER
  local admin=(bash "../peers/$2.sh" exec tango_admin)
  "${admin[@]}" --add-server PushServer/detection EventPusher test/detection/1
  # Its input stays open until it shall end.
  coproc server { exec bash run.sh "$1" push_server.py detection 2>&1; }
  until read -r line <&"${server[0]}" && [[ $line == READY* ]]; do :; done
  bash run.sh "$1" detection.py test/detection/1 < /dev/null > "detection-$1.jsonl.new"
  mv "detection-$1.jsonl.new" "detection-$1.jsonl"
  eval "exec ${server[1]}>&-"
  wait "$server_PID" || true
  "${admin[@]}" --delete-server PushServer/detection
  # Which attributes were polled.
  "${admin[@]}" --delete-property test/detection/1 polled_attr
}
record 9.3 tango93
record 10.0 tango10

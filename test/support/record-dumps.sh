#!/bin/bash
# record-dumps.sh - records fixtures/<peer>/database/dump*.sql anew: what mariadb-dump of each peer writes of a few rows of
# every table. The peers must run: test/interop/peers.
set -euo pipefail
cd "$(dirname "$0")/../.."
PREFIX=golden

record() {
  local peer=$1 folder=$2 socket=$3
  local dump=(bash "test/interop/peers/$peer.sh" exec mariadb-dump --no-defaults -S "$socket")
  local python=(bash "test/interop/peers/$peer.sh" exec /usr/bin/python3 - "$PREFIX")
  local named=(device server event attribute_alias attribute_class) kind
  for kind in property property_{device,class} property_{attribute,pipe}_{device,class}; do named+=("$kind" "${kind}_hist"); done
  "${python[@]}" fill < test/support/fill-database.py
  "${dump[@]}" --where="name LIKE '$PREFIX%'" tango "${named[@]}" > "$folder/dump-named.sql"
  "${dump[@]}" tango access_address access_device {device,class}{,_attribute,_pipe}_history_id object_history_id \
    > "$folder/dump-rest.sql"
  "${python[@]}" clear < test/support/fill-database.py
}
record tango93 fixtures/tango-9.3.4/database "${TANGO93_STATE:-/var/tmp/tango93}/mysqld.sock"
record tango10 fixtures/tango-10.0.2/database /run/mysqld/mysqld.sock

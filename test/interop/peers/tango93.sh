#!/bin/bash
# tango93.sh - a real Tango Controls 9.3.4 control system (cppTango and PyTango as packaged in
# Debian 12 "bookworm") on the host itself, to serve as a test peer.
#
#   tango93.sh install      packages (skips what is already there)
#   tango93.sh start        MariaDB, DataBaseds/2, TangoTest/test; returns once they answer
#   tango93.sh stop         ends the processes named in this script's PID files, no others
#   tango93.sh status       what runs and answers; exit 0 only if all is up
#   tango93.sh exec CMD...  runs CMD with TANGO_HOST set (use /usr/bin/python3 for PyTango)
#
# Everything binds 127.0.0.1 only. These defaults can be changed through the environment:
STATE=${TANGO93_STATE:-/var/tmp/tango93}      # data directory, PID files, logs
PORT=${TANGO93_PORT:-10000}                   # the Tango database's port
SQLPORT=${TANGO93_SQLPORT:-3316}              # MariaDB's port
PACKAGES="mariadb-server tango-db tango-test tango-starter libtango-tools python3-tango python3-numpy
  omniidl omniorb omniorb-nameserver libomniorb4-dev libtango-dev g++ tshark python3-zmq"   # the last five: C++ peers, captures, libzmq

set -euo pipefail
export TANGO_HOST="127.0.0.1:$PORT" TANGO93_STATE=$STATE LC_ALL=C.UTF-8
SOCK=$STATE/mysqld.sock

say() { echo "tango93: $*"; }
die() { echo "tango93: error: $*" >&2; exit 1; }
# apt-get ARGUMENT...: patient with others who install, and with the network.
apt_get() { apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=5 "$@"; }
sql() { mariadb --no-defaults -S "$SOCK" "$@"; }

pid()   { cat "$STATE/$1.pid" 2>/dev/null; }
# ours NAME: is the process of that PID file alive, and one that this script started?
ours()  { grep -qzxF "TANGO93_STATE=$STATE" "/proc/$(pid "$1")/environ" 2>/dev/null; }
inuse() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# launch NAME USER CMD...: CMD in the background as USER, with a PID file and a log.
launch() {
  local name=$1 user=$2; shift 2
  HOME=$STATE setsid setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@" \
    >> "$STATE/$name.log" 2>&1 < /dev/null &
  echo $! > "$STATE/$name.pid"; sleep 0.3
}
# wait_for NAME SECONDS CMD...: until CMD succeeds; an error if the process ends or is too slow.
wait_for() {
  local name=$1 end=$((SECONDS + $2)); shift 2
  until "$@" > /dev/null 2>&1; do
    ours "$name" || { tail -5 "$STATE/$name.log" >&2; die "$name ended, see $STATE/$name.log"; }
    [ $SECONDS -lt $end ] || die "$name does not answer, see $STATE/$name.log"
    sleep 0.2
  done
  say "$name is up (PID $(pid "$name"))"
}

do_install() {
  local missing="" p out
  for p in $PACKAGES; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=" $p"
  done
  [ -n "$missing" ] || { say "already installed"; return; }
  # dbconfig is told to leave the database alone: `start` makes one of its own. tshark asks whether
  # others than root may capture.
  export DEBIAN_FRONTEND=noninteractive
  apt_get -qq update || die "apt-get update failed"
  apt_get -qqy install debconf > /dev/null
  printf '%s\n' "tango-common tango-common/tango-host string 127.0.0.1:$PORT" \
    "tango-db tango-db/dbconfig-install boolean false" \
    "wireshark-common wireshark-common/install-setuid boolean false" | debconf-set-selections
  out=$(apt_get -y --no-install-recommends install $missing 2>&1 < /dev/null) ||
    { tail -5 <<< "$out" >&2; die "package installation failed"; }
  say "installed:$missing"
}

do_start() {
  [ -x /usr/lib/tango/TangoTest ] || die "not installed: run '$0 install' first"
  mkdir -p "$STATE"; chmod 755 "$STATE"; chown mysql "$STATE"
  if ! ours mariadb; then
    ! inuse "$SQLPORT" || die "port $SQLPORT is in use by another process (set TANGO93_SQLPORT)"
    [ -d "$STATE/mysql" ] || mariadb-install-db --no-defaults --user=mysql --datadir="$STATE/mysql" \
      --skip-test-db > "$STATE/install-db.log" 2>&1 || die "mariadb-install-db failed, see $STATE/install-db.log"
    launch mariadb mysql mariadbd --no-defaults --datadir="$STATE/mysql" --bind-address=127.0.0.1 \
      --port="$SQLPORT" --socket="$SOCK" --pid-file="$STATE/mysqld-own.pid" \
      --skip-name-resolve --innodb-flush-log-at-trx-commit=2
  fi
  wait_for mariadb 60 sql -e 'SELECT 1'
  if [ "$(sql -BNe "SELECT COUNT(*) FROM tango.device WHERE name='sys/tg_test/1'" 2>/dev/null)" != 1 ]; then
    say "creating the tango database"
    sql -e "DROP DATABASE IF EXISTS tango; CREATE DATABASE tango; GRANT ALL ON tango.* TO
      tango@'127.0.0.1' IDENTIFIED BY 'tango'" || die "creating the database failed"
    sql tango < /usr/share/dbconfig-common/data/tango-db/install/mysql || die "creating the tables failed"
  fi
  if ! ours databaseds; then
    ! inuse "$PORT" || die "port $PORT is in use by another process (set TANGO93_PORT)"
    MYSQL_HOST="127.0.0.1:$SQLPORT" MYSQL_USER=tango MYSQL_PASSWORD=tango \
      launch databaseds tango /usr/lib/tango/DataBaseds 2 -ORBendPoint "giop:tcp:127.0.0.1:$PORT"
  fi
  wait_for databaseds 60 tango_admin --ping-database
  tango_admin --check-device sys/tg_test/1 ||
    tango_admin --add-server TangoTest/test TangoTest sys/tg_test/1 || die "cannot register TangoTest"
  ours tangotest || launch tangotest tango /usr/lib/tango/TangoTest test -ORBendPoint giop:tcp:127.0.0.1:0
  wait_for tangotest 60 tango_admin --ping-device sys/tg_test/1
  say "ready: TANGO_HOST=$TANGO_HOST, device sys/tg_test/1"
}

do_stop() {
  local n p i
  for n in tangotest databaseds mariadb; do
    if ours "$n"; then
      p=$(pid "$n"); kill "$p"
      for ((i = 0; i < 100; i++)); do ours "$n" || break; sleep 0.1; done
      ! ours "$n" || { say "$n (PID $p) did not end in 10 s: killed"; kill -9 "$p"; }
      say "$n stopped (PID $p)"
    else say "$n is not running"; fi
    rm -f "$STATE/$n.pid"
  done
}

do_status() {
  local n rc=0
  for n in mariadb databaseds tangotest; do
    if ours "$n"; then say "$n: PID $(pid "$n")"; else say "$n: down"; rc=1; fi
  done
  if [ $rc = 0 ] && tango_admin --ping-database && tango_admin --ping-device sys/tg_test/1
  then say "answers: TANGO_HOST=$TANGO_HOST, sys/tg_test/1"; else say "not (all) up"; return 1; fi
}

case "${1:-}" in
  install|start|stop|status) [ "$(id -u)" = 0 ] || die "must be run as root"; "do_$1" ;;
  exec) shift; [ $# -gt 0 ] || die "exec: which command?"; exec "$@" ;;
  *) sed -n '5,9s/^# *//p' "$0"; exit 2 ;;
esac

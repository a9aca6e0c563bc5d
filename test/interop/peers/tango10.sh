#!/bin/bash
# tango10.sh - a real Tango Controls 10.0.x control system (cppTango and PyTango as packaged
# in Debian 13 "trixie") in a chroot on a Debian 12 host, to serve as a test peer.
#
#   tango10.sh install      debootstrap, packages, sources (skips what is already there)
#   tango10.sh start        MariaDB, Databaseds/2, TangoTest/test; returns once they answer
#   tango10.sh stop         ends the processes named in this script's PID files, no others
#   tango10.sh status       what runs, where it listens, versions; exit 0 only if all is up
#   tango10.sh exec CMD...  runs CMD as root in the chroot with TANGO_HOST set
#
# Everything binds 127.0.0.1 only. These defaults can be changed through the environment:
ROOT=${TANGO10_ROOT:-/opt/trixie}                     # where the chroot lies
PORT=${TANGO10_PORT:-11000}                           # the Tango database's port
SQLPORT=${TANGO10_SQLPORT:-3317}                      # MariaDB's port
SUITE=${TANGO10_SUITE:-trixie}                          # the Debian release: trixie has Tango 10.0.2
MIRROR=${TANGO10_MIRROR:-http://deb.debian.org/debian}
PACKAGES="mariadb-server tango-db tango-test tango-starter tango-accesscontrol libtango-dev tshark
  libtango-tools omniidl omniorb omniorb-idl omniorb-nameserver python3-tango python3-numpy
  python3-psutil python3-gevent python3-pytest python3-pytest-asyncio python3-pytest-forked
  python3-pytest-rerunfailures dpkg-dev patch xz-utils procps iproute2"
SOURCES="tango pytango omniorb-dfsg zeromq3"          # unpacked to $ROOT/src/<name>

set -euo pipefail
export TANGO10_ROOT=$ROOT                             # also marks our processes, see ours()
RUN=$ROOT/run/tango10                                 # PID files
LOG=$ROOT/var/log/tango10                             # one log per process

say()  { echo "tango10: $*"; }
warn() { echo "tango10: warning: $*" >&2; }
die()  { echo "tango10: error: $*" >&2; exit 1; }

# in_root USER CMD...: CMD in the chroot, with a clean PATH and TANGO_HOST.
in_root() {
  local user=$1 home=/root; shift
  [ "$user" != tango ] || home=/var/lib/tango
  ${EXEC:-} env -u TANGO10_NS -u EXEC -u PYTHONPATH -u PYTHONHOME HOME=$home USER="$user" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/tango \
    LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive TANGO_HOST="127.0.0.1:$PORT" \
    chroot --userspec="$user:" "$ROOT" "$@"
}
sql() { in_root root mariadb --no-defaults -S /run/mysqld/mysqld.sock "$@"; }

# What the chroot needs from outside. The file systems are mounted in a mount namespace of
# this script's own (see the end), so nothing stays mounted on the host afterwards. omniORB
# and cppTango look up the machine's own name, so /etc/hosts in the chroot must have it.
prepare() {
  mount -t proc proc "$ROOT/proc"
  mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$ROOT/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$ROOT/dev/pts"
  printf '127.0.0.1 localhost\n127.0.0.1 %s\n' "$(uname -n)" > "$ROOT/etc/hosts"
  cp -L /etc/resolv.conf "$ROOT/etc/resolv.conf"
  mkdir -p "$RUN" "$LOG" "$ROOT/src"
}

installed() {   # installed PKG...: are all of them installed and configured in the chroot?
  local p; for p; do
    [ "$(in_root root dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || return 1
  done
}

# get_source PKG [RELEASE]: what "apt-get source" does, unpacked to /src/PKG; but where the
# mirror lacks the .dsc or the packaging (404), the upstream tarball still gets there, patched
# if the patches are there. A libzmq that is missing altogether is taken from Debian 12.
get_source() {
  local pkg=$1 dl=/src/.$1 uri file hash missing=""
  [ ! -d "$ROOT/src/$pkg" ] || return 0
  rm -rf "${ROOT:?}$dl" "$ROOT$dl.new"; mkdir -p "$ROOT$dl"
  while read -r uri file _ hash; do
    in_root root /usr/lib/apt/apt-helper -qq download-file "$uri" "$dl/$file" "$hash" > /dev/null 2>&1 ||
      missing+=" $file"
  done < <(in_root root apt-get source -qq --print-uris "$pkg${2:+/$2}" | tr -d "'")
  if [ -z "$missing" ]; then
    in_root root sh -c "dpkg-source --no-check --no-copy -x $dl/*.dsc $dl.new" > /dev/null || die "cannot unpack $pkg"
  elif compgen -G "$ROOT$dl/*.orig.tar.*" > /dev/null; then
    warn "source $pkg: the mirror lacks$missing; the rest is unpacked by hand"
    in_root root sh -ec "mkdir $dl.new; cd $dl.new; tar xf $dl/*.orig.tar.* --strip-components=1
      [ -e $dl/*.debian.tar.* ] || exit 0
      tar xf $dl/*.debian.tar.*
      for p in \$(sed 's/[ #].*//' debian/patches/series); do patch -sp1 < debian/patches/\$p; done" || die "cannot unpack $pkg"
  elif [ "$pkg/${2:-}" = zeromq3/ ]; then
    warn "source $pkg: the mirror lacks$missing; taking that of bookworm"; get_source "$pkg" bookworm; return
  else
    rm -rf "${ROOT:?}$dl"; warn "source $pkg: the mirror lacks$missing; no source for it"; return 0
  fi
  mv "$ROOT$dl.new" "$ROOT/src/$pkg"; rm -rf "${ROOT:?}$dl"; say "source unpacked: $ROOT/src/$pkg"
}

bootstrap() { debootstrap --variant=minbase "$SUITE" "$ROOT" "$MIRROR" 2>&1; }

do_install() {
  local t0=$SECONDS out p
  if [ ! -x "$ROOT/usr/bin/apt-get" ] || [ -d "$ROOT/debootstrap" ]; then
    if ! command -v debootstrap > /dev/null; then
      say "installing debootstrap on the host"
      out=$(apt-get -q -o Acquire::Retries=5 update 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get -qy -o Acquire::Retries=5 \
        -o DPkg::Lock::Timeout=300 install debootstrap 2>&1) ||
        { tail -5 <<< "$out" >&2; die "cannot install debootstrap on the host"; }
    fi
    say "debootstrap of $SUITE into $ROOT"
    # The second time it goes on with what it has: the network may fail in the middle.
    out=$(bootstrap || bootstrap) || { tail -5 <<< "$out" >&2; die "debootstrap failed"; }
  fi
  prepare
  printf '#!/bin/sh\nexit 101\n' > "$ROOT/usr/sbin/policy-rc.d"; chmod 755 "$ROOT/usr/sbin/policy-rc.d"
  printf '%s main\n' "deb $MIRROR $SUITE" "deb-src $MIRROR $SUITE" "deb-src $MIRROR bookworm" > "$ROOT/etc/apt/sources.list"
  # A mirror that is a frozen copy may carry a Release file past its date, and any may be out of reach for a moment.
  printf '%s;\n' 'Acquire::Check-Valid-Until "false"' 'Acquire::Retries "5"' > "$ROOT/etc/apt/apt.conf.d/99frozen-mirror"
  if ! compgen -G "$ROOT/var/lib/apt/lists/*bookworm*_Sources*" > /dev/null || ! installed $PACKAGES; then
    in_root root apt-get -qq update || die "apt-get update failed in the chroot"
  fi
  if ! installed $PACKAGES; then
    # dbconfig is told to leave the database alone: MariaDB does not run at this point.
    printf '%s\n' "tango-common tango-common/tango-host string 127.0.0.1:$PORT" \
      "tango-db tango-db/dbconfig-install boolean false" | in_root root debconf-set-selections
    say "installing the packages (log: $LOG/apt.log)"
    in_root root apt-get -y --no-install-recommends install $PACKAGES > "$LOG/apt.log" 2>&1 < /dev/null ||
      { tail -5 "$LOG/apt.log" >&2; die "package installation failed, see $LOG/apt.log"; }
    in_root root apt-get clean
  fi
  for p in $SOURCES; do get_source "$p"; done
  say "installed in $ROOT in $((SECONDS - t0)) s, $(du -xsh "$ROOT" 2>/dev/null | cut -f1) on disk"
}

pid()   { cat "$RUN/$1.pid" 2>/dev/null; }
# ours NAME: is the process of that PID file alive, and one that this script started?
ours()  { grep -qzxF "TANGO10_ROOT=$ROOT" "/proc/$(pid "$1")/environ" 2>/dev/null; }
inuse() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# launch NAME USER CMD...: CMD in the background, with a PID file and a log.
launch() {
  local name=$1; shift
  EXEC="exec setsid" in_root "$@" >> "$LOG/$name.log" 2>&1 < /dev/null &
  echo $! > "$RUN/$name.pid"; sleep 0.3
}
# wait_for NAME SECONDS CMD...: until CMD succeeds; an error if the process ends or is too slow.
wait_for() {
  local name=$1 end=$((SECONDS + $2)); shift 2
  until "$@" > /dev/null 2>&1; do
    ours "$name" || { tail -5 "$LOG/$name.log" >&2; die "$name ended, see $LOG/$name.log"; }
    [ $SECONDS -lt $end ] || die "$name does not answer, see $LOG/$name.log"
    sleep 0.2
  done
  say "$name is up (PID $(pid "$name"))"
}

do_start() {
  [ -x "$ROOT/usr/lib/tango/TangoTest" ] || die "not installed in $ROOT: run '$0 install' first"
  if ! ours mariadb; then
    ! inuse "$SQLPORT" || die "port $SQLPORT is in use by another process (set TANGO10_SQLPORT)"
    in_root root install -d -o mysql -g mysql /run/mysqld /var/lib/mysql
    [ -d "$ROOT/var/lib/mysql/mysql" ] || in_root root mariadb-install-db --no-defaults --user=mysql \
      --datadir=/var/lib/mysql --skip-test-db > "$LOG/install-db.log" 2>&1 || die "mariadb-install-db failed, see $LOG/install-db.log"
    launch mariadb mysql mariadbd --no-defaults --datadir=/var/lib/mysql --bind-address=127.0.0.1 \
      --port="$SQLPORT" --socket=/run/mysqld/mysqld.sock --pid-file=/run/mysqld/mysqld.pid \
      --skip-name-resolve --innodb-flush-log-at-trx-commit=2
  fi
  wait_for mariadb 60 sql -e 'SELECT 1'
  if [ "$(sql -BNe "SELECT COUNT(*) FROM tango.device WHERE name='sys/tg_test/1'" 2>/dev/null)" != 1 ]; then
    say "creating the tango database"
    sql -e "DROP DATABASE IF EXISTS tango; CREATE DATABASE tango; GRANT ALL ON tango.* TO
      tango@'127.0.0.1' IDENTIFIED BY 'tango'" || die "creating the database failed"
    sql tango < "$ROOT/usr/share/dbconfig-common/data/tango-db/install/mysql" || die "creating the tables failed"
  fi
  if ! ours databaseds; then
    ! inuse "$PORT" || die "port $PORT is in use by another process (set TANGO10_PORT)"
    launch databaseds tango env MYSQL_HOST="127.0.0.1:$SQLPORT" MYSQL_USER=tango MYSQL_PASSWORD=tango \
      Databaseds 2 -ORBendPoint "giop:tcp:127.0.0.1:$PORT"
  fi
  wait_for databaseds 60 in_root root tango_admin --ping-database
  in_root root tango_admin --check-device sys/tg_test/1 ||   # create_db.sql has it already
    in_root root tango_admin --add-server TangoTest/test TangoTest sys/tg_test/1 || die "cannot register TangoTest"
  ours tangotest || launch tangotest tango TangoTest test -ORBendPoint giop:tcp:127.0.0.1:0
  wait_for tangotest 60 in_root root tango_admin --ping-device sys/tg_test/1
  say "ready: TANGO_HOST=127.0.0.1:$PORT, device sys/tg_test/1"
}

do_stop() {
  local n p i
  for n in tangotest databaseds mariadb; do
    if ours "$n"; then
      p=$(pid "$n"); kill "$p"
      for ((i = 0; i < 100; i++)); do ours "$n" || break; sleep 0.1; done
      ! ours "$n" || { warn "$n (PID $p) did not end in 10 s: killed"; kill -9 "$p"; }
      say "$n stopped (PID $p)"
    else say "$n is not running"; fi
    rm -f "$RUN/$n.pid"
  done
}

do_status() {
  local n rc=0
  in_root root dpkg-query -W tango-db tango-test python3-tango omniorb libzmq5 mariadb-server || rc=1
  for n in mariadb databaseds tangotest; do
    if ! ours "$n"; then say "$n: down"; rc=1; continue; fi
    say "$n: PID $(pid "$n"), listens on $(in_root root ss -Hltnp | grep "pid=$(pid "$n")," | awk '{printf $4 " "}')"
  done
  if [ $rc = 0 ] && in_root root tango_admin --ping-database && in_root root tango_admin --ping-device sys/tg_test/1
  then say "answers: TANGO_HOST=127.0.0.1:$PORT, sys/tg_test/1"; else say "not (all) up"; return 1; fi
}

case "${1:-}" in install|start|stop|status|exec) ;; *) sed -n '5,9s/^# *//p' "$0"; exit 2 ;; esac
[ "$(id -u)" = 0 ] || die "must be run as root"
[ "$1" != exec ] || [ $# -gt 1 ] || die "exec: which command?"
[ "$1" = install ] || [ -x "$ROOT/usr/bin/dpkg-query" ] || die "nothing in $ROOT: run '$0 install' first"
# Once more, now in a mount namespace of our own.
[ -n "${TANGO10_NS:-}" ] || TANGO10_NS=1 exec unshare --mount --propagation private -- bash "$0" "$@"
[ "$1" = install ] || [ "$1" = stop ] || prepare
if [ "$1" = exec ]; then shift; EXEC=exec in_root root "$@"; else "do_$1"; fi

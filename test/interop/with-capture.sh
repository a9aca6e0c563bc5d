#!/bin/bash
# with-capture.sh COMMAND... - runs COMMAND while all TCP of the loopback device is recorded, then has tshark's dissectors of
# GIOP and of ZMTP read the record: fails where COMMAND does, where packets were lost, and where a message is malformed. Needs root,
# and for ZMTP, which tshark 4.0 does not know, the tshark of the chroot that peers/tango10.sh makes.
#
#   BANDONEON_CAPTURE=FILE with-capture.sh COMMAND...   keeps the record
#
# Each run sends one broken message of its own of either kind first, and fails too where the dissector does not find that one.
# What is not looked at:
#   - values of more than 64 KiB: COMMAND gets BANDONEON_BULK_LIMIT, by which the bulk cases keep below. Gigabytes cannot be
#     recorded without loss. Run those tests again without this script;
#   - what stands in the continuation of a fragmented message: tshark 4.0 joins fragments by request id and address alone, so
#     those of two connections become one message;
#   - a message in every 20,000 packets or so: see below;
#   - arguments and results, beyond what GIOP itself says of them: the dissectors of single interfaces guess them by the name of
#     the operation, and that of Tango passes over the value of an any and then misreads what follows. Nor what is left of them,
#     exceptions of CosNaming, which only omniNames sends;
#   - packets with a PONG that gives nothing back, as libzmq's PING wants it: tshark 4.4 takes that for malformed.

set -euo pipefail
[ $# -gt 0 ] || { echo "usage: with-capture.sh COMMAND..." >&2; exit 2; }
for tool in dumpcap editcap tshark node; do
  command -v $tool > /dev/null || { echo "capture: error: no $tool; on Debian: apt-get install tshark" >&2; exit 1; }
done
NEWER=${TANGO10_ROOT:-/opt/trixie}
[ -x "$NEWER/usr/bin/tshark" ] || { echo "capture: error: no tshark in $NEWER; peers/tango10.sh install" >&2; exit 1; }
work=$(mktemp -d)
record=${BANDONEON_CAPTURE:-$work/record.pcapng}
dumpcap=
finish() {
  [ -z "$dumpcap" ] || kill -INT "$dumpcap" 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

dumpcap -q -i lo -B 512 -f tcp -w "$record" 2> "$work/log" &
dumpcap=$!
until grep -q '^File:' "$work/log"; do
  kill -0 $dumpcap 2> /dev/null || { cat "$work/log" >&2; echo "capture: error: dumpcap does not run" >&2; exit 1; }
  sleep 0.05
done

# A Request of GIOP 1.2 as it should be, and one whose object key is longer than the message. Prints the port.
broken=$(node -e '
  const message = (keyLength) => {
    const bytes = Buffer.alloc(44);
    bytes.write("GIOP");
    bytes.set([1, 2, 1, 0, 32, 0, 0, 0, 2, 0, 0, 0, 3], 4);
    bytes.writeUInt32LE(keyLength, 24);
    bytes.write("keys", 28);
    bytes.writeUInt32LE(4, 32);
    bytes.write("ask", 36);
    return bytes;
  };
  const server = require("node:net").createServer((socket) => socket.resume());
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    const socket = require("node:net").connect(port, "127.0.0.1");
    socket.write(message(4), () => setImmediate(() => socket.end(message(0x7fff))));
    socket.on("close", () => server.close(() => console.log(port)));
  });
')

# A conversation of ZMTP that is in order but for the READY at its end, whose property is longer than the message. Prints the port.
broken_zmtp=$(node -e '
  const greeting = Buffer.alloc(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1]);
  greeting.write("NULL", 12);
  const ready = Buffer.from("\x04\x19\x05READY\x0bSocket-Type\0\0\x7f\xffSUB", "latin1");
  const server = require("node:net").createServer((socket) => socket.resume().write(greeting));
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    const socket = require("node:net").connect(port, "127.0.0.1");
    socket.write(greeting, () => setImmediate(() => socket.end(ready)));
    socket.resume().on("close", () => server.close(() => console.log(port)));
  });
')

code=0
BANDONEON_BULK_LIMIT=65536 "$@" || code=$?

# The kernel hands packets on in blocks, ten times a second.
sleep 1
kill -INT "$dumpcap"
wait "$dumpcap" || true
dumpcap=
[ $code = 0 ] || echo "capture: the command failed with $code; what it sent is looked at all the same"
grep -q 'received/dropped.*/0 (pcap:0/dumpcap:0' "$work/log" || {
  cat "$work/log" >&2
  echo "capture: error: packets were lost, so that nothing can be said" >&2
  exit 1
}

# dissect COMMAND...: a tshark that has to be done within 15 minutes.
dissect() {
  local status=0
  timeout 900 "$@" 2> "$work/errors" || status=$?
  [ $status = 0 ] && return
  cat "$work/errors" >&2
  [ $status != 124 ] || echo "capture: error: tshark was not done within 15 minutes" >&2
  exit 1
}

# In parts, because tshark takes time by the square of the number of requests. Of a connection that goes on from one part to the
# next it reads on at the first packet there with which a message begins.
editcap -c 20000 "$record" "$work/part"
guessing=()
for interface in tango cosnaming coseventcomm gias parlay; do guessing+=(--disable-protocol "giop-$interface"); done
for part in "$work"/part*; do
  dissect tshark -n -r "$part" "${guessing[@]}" -o tcp.reassemble_out_of_order:TRUE -o giop.reassemble:FALSE -Y giop -T fields -E separator=, \
    -e frame.number -e tcp.srcport -e tcp.dstport -e giop.type -e giop.exceptionid -e _ws.malformed \
    >> "$work/messages"
done
# Of a packet with several messages the fields repeat, so the last two are found by what is in them.
awk -F, -v broken="$broken" '
  { messages++ }
  !/_ws.malformed|Malformed/ || /CosNaming/ { next }
  $3 == broken { found++; next }
  { print "capture: malformed: packet " $0; bad++ }
  END {
    printf "capture: %d packets with GIOP messages, %d malformed\n", messages, bad
    if (messages < 3) { print "capture: error: the command sent no GIOP message"; exit 1 }
    if (found != 1) { print "capture: error: the dissector does not find the message that is broken on purpose"; exit 1 }
    if (bad) { print "capture: error: look at them with BANDONEON_CAPTURE=FILE and tshark"; exit 1 }
  }
' "$work/messages"

# Each side of a connection of ZMTP begins with the same ten octets: by them the connections are known, and their ports, which tshark
# is to be told. It gets a record of these connections alone, and they are looked for without its other dissectors: with them that took
# minutes for 1.3 million packets, without them half of one; and where a dissector takes what is not its own for a message of great
# length, as that of ZMTP does on a port that was of another connection too, it takes time by the square of what follows.
mkdir "$work/plain"
dissect tshark -G protocols | cut -f3 | grep -vxE 'frame|eth|ethertype|ip|tcp|data' > "$work/plain/disabled_protos"
plain=(env "WIRESHARK_CONFIG_DIR=$work/plain" tshark -n -r "$record")
dissect "${plain[@]}" -Y 'tcp.payload[0:10] == ff:00:00:00:00:00:00:00:01:7f' \
  -T fields -E separator=, -e tcp.stream -e tcp.srcport > "$work/greetings"
streams=$(cut -d, -f1 "$work/greetings" | sort -un | paste -sd,)
dissect "${plain[@]}" -Y "tcp.stream in {$streams}" -w "$work/zmtp.pcapng"
decode=()
for port in $(cut -d, -f2 "$work/greetings" | sort -u); do decode+=(-d "tcp.port==$port,zmtp"); done
dissect chroot "$NEWER" tshark -n -r - --disable-protocol giop "${decode[@]}" -o tcp.reassemble_out_of_order:TRUE \
  -Y 'zmtp && !(frame contains 04:05:04:50:4f:4e:47)' -T fields -E separator=, \
  -e frame.number -e tcp.srcport -e tcp.dstport -e _ws.malformed \
  < "$work/zmtp.pcapng" > "$work/zmtp"
awk -F, -v broken="$broken_zmtp" '
  { messages++ }
  !/_ws.malformed|Malformed/ { next }
  $3 == broken { found++; next }
  { print "capture: malformed ZMTP: packet " $1 " of those of ZMTP: port " $2 " to " $3; bad++ }
  END {
    printf "capture: %d packets with ZMTP messages, %d malformed\n", messages, bad
    if (found != 1) { print "capture: error: the dissector does not find the ZMTP message that is broken on purpose"; exit 1 }
    if (bad) { print "capture: error: look at them with BANDONEON_CAPTURE=FILE and tshark 4.2 or later"; exit 1 }
  }
' "$work/zmtp"
exit $code

"""Records what libzmq's sockets say to each other: record-zmtp.py FOLDER

Writes FOLDER/*.zmtp in the form of hex-capture.ts; OUT is the subscriber, which connects. Wants pyzmq with libzmq 4.3
(python3-zmq of Debian 12). The relay in between can change the version that both announce, since no option of libzmq does.
"""

import socket
import sys
import threading
import time

import zmq


class Relay:
    """Takes one connection to a free port on to another port, and keeps what goes through."""

    def __init__(self, target, minor=1):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.blocks = []
        self.lock = threading.Lock()
        self.minor = minor
        threading.Thread(target=self.accept, args=(target,), daemon=True).start()

    def accept(self, target):
        client = self.listener.accept()[0]
        server = socket.create_connection(("127.0.0.1", target))
        for direction, source, sink in (("OUT", client, server), ("IN", server, client)):
            threading.Thread(target=self.pump, args=(direction, source, sink), daemon=True).start()

    def pump(self, direction, source, sink):
        passed = 0
        while data := bytearray(source.recv(65536)):
            # Octet 11 of the greeting is the minor version.
            if passed <= 11 < passed + len(data):
                data[11 - passed] = self.minor
            passed += len(data)
            with self.lock:
                if self.blocks and self.blocks[-1][0] == direction:
                    self.blocks[-1][1].extend(data)
                else:
                    self.blocks.append((direction, data))
            sink.sendall(data)
        sink.close()

    def wait_for(self, direction, octets):
        """Waits until these octets went this way."""
        end = time.monotonic() + 10
        while not any(way == direction and octets in data for way, data in self.joined()):
            assert time.monotonic() < end, (direction, octets, self.blocks)
            time.sleep(0.01)

    def joined(self):
        with self.lock:
            return [
                (way, b"".join(bytes(data) for other, data in self.blocks if other == way))
                for way in ("OUT", "IN")
            ]


def text_of(case, blocks):
    lines = [
        f"# peer: libzmq {zmq.zmq_version()} (pyzmq {zmq.__version__}), PUB and SUB",
        f"# case: {case}",
        "# captured: with test/support/record-zmtp.py",
    ]
    for direction, data in blocks:
        lines.append(direction)
        for at in range(0, len(data), 16):
            row = data[at : at + 16]
            shown = "".join(chr(octet) if 32 < octet < 127 else "." for octet in row)
            lines.append(f"{at:04x} {' '.join(f'{octet:02x}' for octet in row):47}  {shown}")
    return "\n".join(lines) + "\n"


def tango_frames(number, data):
    topic = b"tango://127.0.0.1:10000/sys/tg_test/1/double_scalar.idl5_change"
    call_info = b"\1\0\0\0" + number.to_bytes(4, "little") + b"\1\0\0\0\0\0\0\0\0\0\0\0\0"
    return [topic, b"\1", call_info, b"\xc0\xde\xc0\xde" + data]


def record(case, folder, minor=1, publisher=zmq.PUB, play=None, pub_options=(), sub_options=()):
    context = zmq.Context()
    pub, sub = context.socket(publisher), context.socket(zmq.SUB)
    for options, one in ((pub_options, pub), (sub_options, sub)):
        one.linger = 0
        for option, value in options:
            one.setsockopt(option, value)
    relay = Relay(pub.bind_to_random_port("tcp://127.0.0.1"), minor)
    sub.connect(f"tcp://127.0.0.1:{relay.port}")
    play(relay, pub, sub)
    with relay.lock:
        blocks = list(relay.blocks)
    with open(f"{folder}/{case}.zmtp", "w", encoding="ascii") as file:
        file.write(text_of(case, blocks))
    context.destroy()


def events(relay, pub, sub):
    """Subscribes twice, gets a short and a long message, cancels, gets what is left."""
    sub.subscribe(b"tango://127.0.0.1:10000/sys/tg_test/1/double_scalar.idl5_change")
    sub.subscribe(b"other")
    relay.wait_for("OUT", b"other")
    time.sleep(0.1)
    pub.send_multipart(tango_frames(1, b"\0" * 88))
    pub.send_multipart(tango_frames(2, bytes(range(256)) * 2))
    pub.send_multipart([b"other"])
    pub.send_multipart([b"nobody wants this"])
    pub.send_multipart([b"other", b"", b""])
    for expected in (4, 4, 1, 3):
        assert len(sub.recv_multipart()) == expected
    sub.unsubscribe(b"other")
    sub.subscribe(b"")
    relay.wait_for("OUT", b"CANCELother" if relay.minor else b"\0other")
    time.sleep(0.1)
    pub.send_multipart([b"all"])
    assert sub.recv_multipart() == [b"all"]


def heartbeats(relay, pub, sub):
    sub.subscribe(b"a")
    relay.wait_for("OUT", b"PING")
    relay.wait_for("IN", b"PONG")


def greetings_only(relay, pub, sub):
    sub.subscribe(b"a")
    relay.wait_for("IN", b"\x7f\x03")
    time.sleep(0.3)


def main():
    folder = sys.argv[1]
    record("events-3.1", folder, play=events)
    record("events-3.0", folder, minor=0, play=events)
    record("heartbeats", folder, play=heartbeats, sub_options=[(zmq.HEARTBEAT_IVL, 200)])
    record("wrong-socket-type", folder, publisher=zmq.REP, play=greetings_only)
    record("plain-mechanism", folder, play=greetings_only, pub_options=[(zmq.PLAIN_SERVER, 1)],
           sub_options=[(zmq.PLAIN_USERNAME, b"u"), (zmq.PLAIN_PASSWORD, b"p")])


main()

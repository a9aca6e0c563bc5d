"""A socket of libzmq, driven by lines of JSON: each line on stdin is a call, and whatever comes is a line on stdout.

    /usr/bin/python3 libzmq_peer.py TYPE [OPTION=VALUE...]      TYPE is PUB, XPUB, SUB; options as HEARTBEAT_IVL, SNDHWM

["bind"] tells {"port": PORT}; ["connect", PORT], ["disconnect", PORT], ["subscribe", TOPIC], ["unsubscribe", TOPIC], ["pause"], ["resume"];
["send", TOPIC, SIZE, COUNT] sends messages of the topic, the number, and so many octets. What comes is {"frames": [...]}: Latin-1 text
up to 200 octets, else the length and the sum of the octets; and {"event": NAME} for what happens to connections.
"""
import json
import sys

import zmq
from zmq.utils.monitor import recv_monitor_message


def show(frame):
    return frame.decode("latin-1") if len(frame) <= 200 else [len(frame), sum(frame)]


def tell(**what):
    print(json.dumps(what), flush=True)


socket_type, *options = sys.argv[1:]
socket = zmq.Context().socket(getattr(zmq, socket_type))
socket.linger = 0
for option in options:
    name, value = option.split("=")
    socket.setsockopt(getattr(zmq, name), int(value))
events = {
    zmq.EVENT_HANDSHAKE_SUCCEEDED: "ready",
    zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL: "failed",
    zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL: "failed",
    zmq.EVENT_DISCONNECTED: "disconnected",
}
monitor = socket.get_monitor_socket()
poller = zmq.Poller()
poller.register(sys.stdin.fileno(), zmq.POLLIN)
poller.register(monitor, zmq.POLLIN)
if socket_type != "PUB":
    poller.register(socket, zmq.POLLIN)


def call(name, *arguments):
    if name == "bind":
        tell(port=socket.bind_to_random_port("tcp://127.0.0.1"))
    elif name in ("connect", "disconnect"):
        getattr(socket, name)(f"tcp://127.0.0.1:{arguments[0]}")
    elif name in ("subscribe", "unsubscribe"):
        getattr(socket, name)(arguments[0])
    elif name == "pause":
        poller.unregister(socket)
    elif name == "resume":
        poller.register(socket, zmq.POLLIN)
    elif name == "send":
        topic, size, count = arguments
        for number in range(count):
            data = bytes([number & 0xFF]) * size
            socket.send_multipart([topic.encode("latin-1"), str(number).encode(), data])
        tell(sent=count)


buffer = b""
while True:
    ready = dict(poller.poll())
    if sys.stdin.fileno() in ready:
        octets = sys.stdin.buffer.raw.read(65536)
        if not octets:
            break
        *lines, buffer = (buffer + octets).split(b"\n")
        for line in lines:
            call(*json.loads(line))
    if monitor in ready:
        event = recv_monitor_message(monitor)["event"]
        if event in events:
            tell(event=events[event])
    if socket in ready:
        while True:
            try:
                tell(frames=[show(frame) for frame in socket.recv_multipart(zmq.NOBLOCK)])
            except zmq.Again:
                break

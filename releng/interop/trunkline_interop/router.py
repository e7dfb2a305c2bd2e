"""A home's router, between a phone in a browser and the node."""
import random
import re
import socket
import struct
import threading


class Router:
    """With NAT, between a browser and the node: UDP to one address, TCP to some ports."""

    def __init__(self, host, *ports):
        self.host = host
        self.node = None
        """Where the node has its media."""
        self.loss = 0.0
        """Of what the browser sends."""
        self.on = True
        self.browser = None
        self.streams = []
        self.inside = self.datagrams()
        self.outside = self.datagrams()
        self.doors = {}
        for port in ports:
            door = socket.create_server((host, 0))
            self.doors[port] = door.getsockname()[1]
            threading.Thread(target=self.accept, args=(door, port), daemon=True).start()
        self.port = self.inside.getsockname()[1]
        threading.Thread(target=self.out, daemon=True).start()
        threading.Thread(target=self.back, args=(self.outside,), daemon=True).start()

    def datagrams(self):
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((self.host, 0))
        return made

    def out(self):
        while True:
            packet, self.browser = self.inside.recvfrom(2048)
            if self.on and self.node and random.random() >= self.loss:
                self.outside.sendto(packet, self.node)

    def back(self, outside):
        while True:
            packet, source = outside.recvfrom(2048)
            if self.on and outside is self.outside and source == self.node and self.browser:
                self.inside.sendto(packet, self.browser)

    def moves(self):
        """Another address for all that follows; what comes to the one of before is lost."""
        self.outside = self.datagrams()
        threading.Thread(target=self.back, args=(self.outside,), daemon=True).start()

    def accept(self, door, port):
        while True:
            near, _ = door.accept()
            if not self.on:
                self.streams.append((near, near))
                continue
            far = socket.create_connection((self.host, port))
            self.streams.append((near, far))
            for pair in (near, far), (far, near):
                threading.Thread(target=self.pump, args=pair, daemon=True).start()

    def pump(self, source, to):
        try:
            while data := source.recv(65536):
                if self.on:
                    to.sendall(data)
            if self.on:
                to.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was cut

    def down(self):
        """Nothing passes, and nobody is told."""
        self.on = False

    def up(self):
        """Again, with another address; connections of before are unknown."""
        cut, self.streams = self.streams, []
        self.moves()
        self.on = True
        for each in {each for pair in cut for each in pair}:
            try:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is closed
            each.close()


class MediaRouter(Router):
    """That leads the media of a phone too that takes no part in the test: it reads the router's address where the node has written its own, in a
    description over a WebSocket."""

    def pump(self, source, to):
        if source.getpeername()[1] not in self.doors:
            super().pump(source, to)
            return
        stream = source.makefile("rb")
        try:
            while line := stream.readline():  # the answer to the handshake
                to.sendall(line)
                if line == b"\r\n":
                    break
            while head := stream.read(2):
                length = head[1]
                if length > 125:
                    size = ">H" if length == 126 else ">Q"
                    length = struct.unpack(size, stream.read(struct.calcsize(size)))[0]
                payload = stream.read(length)
                if head[0] & 15 in (1, 2):
                    payload = self.routed(payload.decode()).encode()
                size = bytes([len(payload)]) if len(payload) < 126 else b"\x7e" + struct.pack(">H", len(payload))
                if self.on:
                    to.sendall(head[:1] + size + payload)
            if self.on:
                to.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was cut

    def routed(self, message):
        head, _, body = message.partition("\r\n\r\n")
        at = re.search(r"(?m)^a=candidate:\S+ \d+ udp \d+ (\S+) (\d+)", body)
        if not at:
            return message
        self.node = (at.group(1), int(at.group(2)))
        body = re.sub(r"(?m)^a=candidate:.* tcp .*\r\n", "", body)
        body = re.sub(r"(?m)^(a=candidate:\S+ \d+ udp \d+) \S+ \d+", rf"\1 {self.host} {self.port}", body)
        head = re.sub(r"(?im)^(Content-Length|l)( *:).*$", rf"\1\2 {len(body.encode())}", head.replace("\r\n", "\n")).replace("\n", "\r\n")
        return head + "\r\n\r\n" + body

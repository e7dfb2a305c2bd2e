"""Speaks TLS for SIPp, which Debian builds without it: a connection here is one over TLS there, byte for byte."""
import argparse
import asyncio
import os
import socket
import ssl
import subprocess
import sys

from trunkline_interop.node import free_port, let_go

BYTES = 65536


class Tunnel:
    """A process of its own, so that what TLS costs the load is not the switch's. Kept until it is closed."""

    def __init__(self, to, source, authority, log):
        """@param to host:port @param source address that the switch sees @param authority PEM file"""
        port = free_port(socket.SOCK_STREAM)
        let_go(port)
        self.address = f"127.0.0.1:{port}"
        with open(log, "wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-B", "-m", "trunkline_bench.tunnel", self.address, to, source, authority], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=file, env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)))
        if self.process.stdout.readline() != b"ready\n":
            raise AssertionError(f"the TLS tunnel did not start; see {log}")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


async def _carry(reader, writer):
    try:
        while data := await reader.read(BYTES):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass  # one side is gone: so is the other
    finally:
        writer.close()


async def _serve(listen, to, source, authority):
    context = ssl.create_default_context(cafile=authority)
    host, port = to.rsplit(":", 1)

    async def accepted(reader, writer):
        far_reader, far_writer = await asyncio.open_connection(host, int(port), ssl=context, local_addr=(source, 0))
        await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))

    own, own_port = listen.rsplit(":", 1)
    server = await asyncio.start_server(accepted, own, int(own_port))
    print("ready", flush=True)
    await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(prog="tunnel")
    for name in ("listen", "to", "source", "authority"):
        parser.add_argument(name)
    options = parser.parse_args()
    asyncio.run(_serve(options.listen, options.to, options.source, options.authority))


if __name__ == "__main__":
    main()

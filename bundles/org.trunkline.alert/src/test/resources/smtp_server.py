"""A mail server for SmtpClientTest: says its port, then every message it took as one line of JSON."""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 nobody is here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                          "authenticated": session.authenticated, "content": envelope.content.decode("utf-8")}), flush=True)
        return "250 taken"


def check(server, session, envelope, mechanism, data):
    right = mechanism == "PLAIN" and data.login == b"trunkline" and data.password == "sésame".encode("utf-8")
    return AuthResult(success=right, handled=False)


def factory(handler):
    if len(sys.argv) < 3:
        return SMTP(handler)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    return SMTP(handler, tls_context=context, require_starttls=True, auth_required=True, authenticator=check)


async def serve():
    server = await asyncio.get_running_loop().create_server(lambda: factory(Handler()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())

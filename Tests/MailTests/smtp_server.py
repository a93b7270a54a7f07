"""A real mail server (aiosmtpd) on 127.0.0.1 for the tests of SMTPTransport.

Its first argument is a JSON object: folder, port, tls (none, starttls, implicit), certificate, key, login, and what
goes wrong (see Handler, Session and recite). Prints its port; keeps each letter as NNNN.eml with NNNN.json; ends when
its standard input ends, at SIGTERM, or with its parent.
"""
import asyncio
import json
import os
import signal
import ssl
import sys
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

# Threads of Swift block signals, and a child inherits that.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
parent = os.getppid()
given = json.loads(sys.argv[1])
folder = Path(given["folder"])
trouble = given.get("trouble", {})
counts = {"connections": 0, "letters": len(list(folder.glob("*.eml"))), "dropped": 0, "cut": 0}
tries = {}


class Handler:
    """Answers to the envelope and to the letter, with the trouble that is asked for."""

    async def handle_MAIL(self, server, session, envelope, address, options):
        if trouble.get("closing"):
            return "421 4.3.2 going down"
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        tries[address] = tries.get(address, 0) + 1
        if tries[address] <= trouble.get("greylist", 0):
            return f"450 4.2.0 <{address}>: come back later"
        if address in trouble.get("refuse", []):
            return f"550-5.1.1 <{address}>: we do not know\r\n550 5.1.1 <{address}> here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        if trouble.get("content"):
            return "554 5.6.0 not in this form"
        number = counts["letters"]
        counts["letters"] += 1
        facts = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "name": session.host_name, "login": bool(session.authenticated), "connection": server.number,
        }
        (folder / f"{number:04}.json").write_text(json.dumps(facts))
        (folder / f"{number:04}.eml").write_bytes(envelope.original_content)
        if counts["dropped"] < trouble.get("drop", 0):
            counts["dropped"] += 1
            server.transport.abort()
            await asyncio.sleep(60)
        if trouble.get("hang"):
            await asyncio.sleep(600)
        return "250-2.0.0 Ok\r\n250 2.0.0 kept"


class Session(SMTP):
    """One connection."""

    def connection_made(self, transport):
        counts["connections"] += 1
        self.number = counts["connections"]
        super().connection_made(transport)

    async def smtp_DATA(self, arg):
        if counts["cut"] < trouble.get("cut", 0):
            counts["cut"] += 1
            await self.push("354 go on")
            await self._reader.read(1000)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)
        if trouble.get("brief"):
            self.transport.close()


async def recite(reader, writer):
    """Says the lines of a script, one for each command, and after the last one hangs up."""
    for line in trouble["script"]:
        writer.write(line.encode("latin-1"))
        await writer.drain()
        await reader.readuntil(b"\r\n.\r\n" if line.startswith("354") else b"\r\n")
    writer.close()


def check_login(server, session, envelope, mechanism, data):
    expected = given["login"]
    fits = data.login.decode() == expected["user"] and data.password.decode() == expected["password"]
    return AuthResult(success=fits, handled=False)


async def main():
    context = None
    if given.get("tls", "none") != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given["certificate"], given["key"])
    options = {"hostname": "mail.example", "data_size_limit": 60_000_000}
    if given.get("tls") == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if given.get("login"):
        options |= {
            "auth_required": True, "auth_require_tls": given.get("tls", "none") == "starttls",
            "authenticator": check_login,
        }
    loop = asyncio.get_running_loop()
    if "script" in trouble:
        server = await asyncio.start_server(recite, "127.0.0.1", 0)
    else:
        server = await loop.create_server(
            lambda: Session(Handler(), **options), "127.0.0.1", given.get("port", 0),
            ssl=context if given.get("tls") == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    end = asyncio.Event()

    def wait():
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(end.set)

    threading.Thread(target=wait, daemon=True).start()
    while os.getppid() == parent:
        try:
            return await asyncio.wait_for(end.wait(), 1)
        except asyncio.TimeoutError:
            pass


asyncio.run(main())

"""A mail server of the tests: speaks SMTP on loopback, keeps what it gets, and can be away for a while."""

import email
import email.policy
import re
import socket
import time

from aiosmtpd.controller import Controller


class Mailbox:
    def __init__(self):
        self.letters = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller = None
        self.start()

    @property
    def settings(self):
        """Environment variables for a server that sends here."""
        return {
            "TAUTBAND_MAIL_SERVER": f"127.0.0.1:{self.port}", "TAUTBAND_MAIL_SECURITY": "none",
            "TAUTBAND_MAIL_SENDER": "practice@river.example",
        }

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos[0], letter))
        return "250 kept"

    def subjects(self, to):
        return [letter["Subject"] for recipient, letter in self.letters if recipient == to]

    def wait(self, to, words, seconds=40, count=1):
        """The newest letter to somebody whose subject holds some words."""
        deadline = time.monotonic() + seconds
        while True:
            found = [letter for recipient, letter in self.letters if recipient == to and words in letter["Subject"]]
            if len(found) >= count:
                return found[-1]
            assert time.monotonic() < deadline, f"no letter to {to} with '{words}'; there are {self.subjects(to)}"
            time.sleep(0.1)


def plain(letter):
    return letter.get_body(("plain",)).get_content()


def html(letter):
    return letter.get_body(("html",)).get_content()


def link(letter, path):
    """The link to a page in a letter, as a path."""
    found = re.search(rf"https?://[^/\s]+({re.escape(path)}\?t=\S+)", plain(letter))
    assert found, plain(letter)
    return found[1]


def calendar(letter):
    """The calendar part of a letter."""
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return part.get_content()

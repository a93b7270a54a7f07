"""SIGTERM under load: what was sent before is answered, and the server ends by itself with status 0."""

import socket
import threading
import time

from tools import BROKEN, MAIL, Load, check

WRITERS, LONGEST = 8, 15


def run(context):
    place = context.place()
    server = place.server()
    cookie = server.set_up()
    answered = slowest = 0
    cut = []
    lost = []
    for number in range(context.rounds):
        choices = context.random(number)
        load = Load([server.api(cookie) for _ in range(WRITERS)], choices, f"s{number}", persistent=False)
        # Slow by design: a password is checked.
        slow = Slow(server)
        # Neither a connection that says nothing nor a request that never ends keeps the server.
        idle = server.api(cookie)
        idle.send("GET", "/health/live")
        half = socket.create_connection(("127.0.0.1", server.port))
        half.sendall(
            f"POST /api/clients HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 99\r\n\r\n{{".encode())
        load.wait(choices.randrange(20, 200))
        slow.sent.wait()
        time.sleep(choices.random() * 0.02)
        signalled = time.monotonic()
        before = load.acknowledged
        status, seconds = server.terminate()
        ledger = load.join()
        slow.join()
        half.close()
        slowest = max(slowest, seconds)
        check(status == 0, f"round {number}: ended with status {status}: {server.log.read_text()[-600:]}")
        cut += [f"round {number}: {text}, sent {signalled - sent:.4f} s before" for sent, text in load.in_flight
                if 0 < sent < signalled]
        cut += [f"round {number}: {slow.failure}, a slow request"] if slow.failure else []
        answered += load.acknowledged - before
        lines = place.export()
        ledger.compare(lines)
        place.is_sound()
        server = place.server()
        lost.append(len([entry for entry in ledger.entries.values() if entry.pending]))
        ledger.settle(server.api(cookie))
    server.terminate()
    text = (
        f"{context.rounds} stops under load, status 0, slowest {slowest:.1f} s, {answered} writes acknowledged after"
        f" the signal, {sum(lost)} sent too late"
    )
    check(not cut, f"{text}; {len(cut)} requests that were sent before the signal got no answer: {cut[:4]}")
    check(slowest <= LONGEST, f"{text}; longer than {LONGEST} s")
    return text


class Slow(threading.Thread):
    """A sign-in under way."""

    def __init__(self, server):
        super().__init__()
        self.api, self.sent, self.failure = server.api(None), threading.Event(), None
        self.start()

    def run(self):
        body = f"mail={MAIL}&password=not+the+right+password&next="
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.sent.set()
            answer = self.api.send("POST", "/sign-in", body, kind)
            if answer.status not in (422, 429):
                self.failure = f"answered with {answer}"
        except BROKEN as error:
            self.failure = f"{type(error).__name__} {error}"

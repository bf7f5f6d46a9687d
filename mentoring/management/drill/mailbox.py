"""A mail server on this computer that keeps what it gets and forwards nothing."""

import socketserver
from email import message_from_bytes, policy
from threading import Lock, Thread


class Mailbox(socketserver.ThreadingTCPServer):
    """Counts letters by their Message-ID; `received` is {Message-ID: how many times}."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.received: dict[str, int] = {}
        self.lock = Lock()
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, raw: bytes) -> None:
        name = message_from_bytes(raw, policy=policy.default)["Message-ID"]
        with self.lock:
            self.received[name] = self.received.get(name, 0) + 1


class _Dialogue(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 drill")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb == b"DATA":
                self._say("354 go on")
                self.server.keep(self._letter())
                self._say("250 kept")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

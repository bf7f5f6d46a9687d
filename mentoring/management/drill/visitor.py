"""One person at a browser, over plain HTTP."""

import http.client
import secrets
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

BOUNDARY = "drill-boundary"
TIMEOUT = 40


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when the connection broke: nobody knows whether the act was done."""

    status: int
    location: str = ""
    page: str = ""

    @property
    def is_known(self) -> bool:
        return self.status not in (0, 503)

    @property
    def is_done(self) -> bool:
        return self.status == 302


UNKNOWN = Answer(0)


class Visitor:
    """Keeps cookies, sends the CSRF token, follows nothing by itself."""

    def __init__(self, port: int, username: str, password: str):
        self.port, self.username, self.password = port, username, password
        self.cookies: dict[str, str] = {}
        self.errors: list[str] = []
        self.answers = 0

    def sign_in(self) -> bool:
        self.get("/accounts/login/")
        return self.post("/accounts/login/", login=self.username, password=self.password).is_done

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields) -> Answer:
        """Send a form; asked to sign in or to prove who this is, do so and send it again."""
        answer = self._send(path, urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded")
        if answer.is_done and "/accounts/reauthenticate/" in answer.location:
            self.post("/accounts/reauthenticate/", password=self.password)
            return UNKNOWN
        if answer.is_done and answer.location.startswith("/accounts/login/?"):
            self.sign_in()
            return UNKNOWN
        return answer

    def upload(self, path: str, name: str, filename: str, content: bytes) -> Answer:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._send(path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def _send(self, path: str, body: bytes, content_type: str) -> Answer:
        headers = {"Content-Type": content_type, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: bytes | None = None, headers=None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, {**(headers or {}), "Cookie": cookies})
            response = connection.getresponse()
            page = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return UNKNOWN
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        self.answers += response.status < 500
        if response.status >= 500 and response.status != 503:
            self.errors.append(f"{response.status} {method} {path}")
        return Answer(response.status, response.headers.get("Location", ""), page)


def new_code() -> str:
    """Six Russian letters that nobody's surname has yet."""
    return "".join(secrets.choice("абвгдежзиклмнопрст") for _ in range(6))

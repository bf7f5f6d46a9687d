"""Try the server from a visitor's place: what is promised about nginx and about the services, seen on this machine.

    sudo python3 deploy/probe.py          on the server, when nobody works: the site is stopped for a few seconds

Says each thing in a line and ends with 1 when one of them is not as it should be.
"""

import argparse
import os
import socket
import ssl
import subprocess  # noqa: S404 - only fixed programs, no shell
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SETTINGS = Path("/etc/mentoring/site.env")
UNITS = ("mentoring-web", "mentoring-worker")
AWAY = "Сайт ненадолго недоступен"
PATHS = (
    "/.env", "/.git/config", "//etc/passwd", "/static/", "/static../site.env", "/static/..%2ffiles/", "/static/%2e%2e/files/",
    "/static/../../../etc/mentoring/site.env", "/files-are-served-by-views-only/", "/_away/502.html", "/manage.py",
)  # fmt: skip
SLOW_VISITORS, LONGEST_HEADER, LONGEST_ANSWER = 200, 10, 1.0
LONGEST_RETURN = 60
# An address of nobody (RFC 5737): a packet to it is stopped on this machine or gets lost on the way.
NOWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Place:
    """Where the site is asked: always on this machine, under the name that visitors use."""

    name: str
    port: int = 443
    is_encrypted: bool = True

    def line(self, name: str | None = None) -> socket.socket:
        """An open line to the site; OSError when it is refused."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        if not self.is_encrypted:
            return line
        # The certificate may be a trial one: whose it is, browsers judge.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(line, server_hostname=name or self.name)

    def ask(self, path: str, name: str | None = None) -> tuple[int, str]:
        """(status, everything that came), the path exactly as it is given; 0 when the line is closed unanswered."""
        try:
            with self.line(name) as line:
                line.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: {name or self.name}\r\nConnection: close\r\n\r\n".encode()
                )
                answer = b"".join(iter(lambda: line.recv(65536), b"")).decode(errors="replace")
        except OSError:
            return 0, ""
        words = answer.split(maxsplit=2)
        return (int(words[1]) if len(words) > 1 else 0), answer


def foreign_paths(place: Place) -> list[str]:
    """No path of an address leads to a file beside the styles."""
    found = {path: place.ask(path)[0] for path in PATHS}
    return [f"{path} – ответ {status}" for path, status in found.items() if status not in (400, 403, 404)]


def foreign_name(place: Place) -> list[str]:
    """A call by another name is not answered."""
    status, _ = place.ask("/", name="another.school.example")
    return [f"на чужое имя сайта ответ {status}"] if status not in (0, 421) else []


def slow_visitors(
    place: Place, *, visitors: int = SLOW_VISITORS, seconds: float = LONGEST_HEADER
) -> list[str]:
    """Many who send a letter a second keep nobody from the site, and after `seconds` are shown out."""
    lines, longest, faults = [place.line() for _ in range(visitors)], 0.0, []
    begun = time.monotonic()
    for line in lines:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {place.name}\r\nX-Slow: ".encode())
    while time.monotonic() < begun + seconds * 1.5 and not faults:
        asked = time.monotonic()
        status, _ = place.ask("/health/")
        longest = max(longest, time.monotonic() - asked)
        if status not in (200, 503):
            faults.append(f"рядом с медленными посетителями ответ {status}")
        for line in lines:
            with suppress(OSError):
                line.sendall(b"a")
        time.sleep(seconds / 10)
    if longest > LONGEST_ANSWER:
        faults.append(f"рядом с медленными посетителями ответа ждут {longest:.1f} с")
    left = sum(1 for line in lines if not is_closed(line))
    return faults + ([f"медленных посетителей ещё держат: {left}"] if left else [])


def is_closed(line: socket.socket) -> bool:
    """Has the other side hung up? What it said before counts for nothing."""
    line.settimeout(0.01)
    try:
        with line:
            return not line.recv(65536) or not line.recv(65536)
    except (TimeoutError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True


def no_way_out(place: Place) -> list[str]:
    """A process among those of a service reaches this machine and nothing else."""
    if sends_to_nowhere():
        return [f"служба {unit} пускает наружу" for unit in UNITS if sends_to_nowhere(group_of(unit))]
    return ["сети на этом компьютере нет, службы не проверить"]


def group_of(unit: str) -> Path:
    shown = subprocess.run(  # noqa: S603 - a fixed program
        ["/usr/bin/systemctl", "show", unit, "--property=ControlGroup", "--value"],
        capture_output=True, check=True, text=True,
    ).stdout.strip()  # fmt: skip
    return Path("/sys/fs/cgroup") / shown.lstrip("/")


def sends_to_nowhere(group: Path | None = None) -> bool:
    """Does a packet leave, sent by a child that has joined this group of processes?"""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    refused = 1
    try:
        if group:
            (group / "cgroup.procs").write_text(str(os.getpid()))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packet:
            packet.sendto(b"", NOWHERE)
        refused = 0
    except PermissionError:
        pass
    finally:
        os._exit(refused)


def own_page_while_away(place: Place) -> list[str]:
    """While the site is stopped, visitors read nginx's page; afterwards the site is back by itself."""
    turn("stop")
    try:
        status, answer = place.ask("/")
    finally:
        turn("start")
    faults = (
        []
        if (status, AWAY in answer) == (502, True)
        else [f"сайт остановлен, а ответ {status} и не наша страница"]
    )
    if "retry-after:" not in answer.lower():
        faults.append("на странице «ненадолго недоступен» не сказано, когда прийти снова")
    until = time.monotonic() + LONGEST_RETURN
    while place.ask("/health/")[0] not in (200, 503):
        if time.monotonic() > until:
            return [*faults, f"сайт не вернулся за {LONGEST_RETURN} с"]
        time.sleep(0.5)
    return faults


def turn(verb: str) -> None:
    subprocess.run(["/usr/bin/systemctl", verb, UNITS[0]], check=True)  # noqa: S603 - a fixed program


CHECKS: dict[str, Callable[[Place], list[str]]] = {
    "чужие файлы по адресу не открываются": foreign_paths,
    "на чужое имя никто не отвечает": foreign_name,
    "двести медленных посетителей никому не мешают": slow_visitors,
    "службы не выходят в сеть": no_way_out,
    "сайт остановлен – видна страница nginx": own_page_while_away,
}


def tell(place: Place, checks: dict[str, Callable[[Place], list[str]]]) -> int:
    """Run the checks, a line each; how many of them found something."""
    bad = 0
    for title, check in checks.items():
        faults = check(place)
        bad += bool(faults)
        sys.stdout.write(
            f"{'ПЛОХО' if faults else 'хорошо'}: {title}{': ' * bool(faults)}{'; '.join(faults)}\n"
        )
        sys.stdout.flush()
    return bad


def main() -> int:
    argparse.ArgumentParser(description=__doc__.split("\n")[0]).parse_args()
    if os.geteuid() or not SETTINGS.exists():
        sys.stderr.write(
            "deploy/probe.py: нужны права root и установленный сайт: sudo python3 deploy/probe.py\n"
        )
        return 2
    settings = dict(line.split("=", 1) for line in SETTINGS.read_text().splitlines() if "=" in line)
    return min(1, tell(Place(settings["ALLOWED_HOSTS"].split(",")[0]), CHECKS))


if __name__ == "__main__":
    sys.exit(main())

"""What a server is made of: nothing of the tests goes there, nothing runs as root, no package is swapped."""

import base64
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SCRIPTS = [
    path for path in sorted(DEPLOY.iterdir()) if path.is_file() and path.read_bytes().startswith(b"#!")
]
UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_is_executable_strict_bash(script):
    text = script.read_text()
    assert text.startswith("#!/usr/bin/env bash\n# ")
    assert "\nset -euo pipefail\n" in text
    assert script.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["bash", "-n", script], capture_output=True, text=True).stderr == ""


def test_the_image_holds_no_test_demo_or_development_server():
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
    assert rules[0] == "*"
    kept = {rule[1:] for rule in rules if rule.startswith("!")}
    dropped = [rule for rule in rules[1:] if not rule.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert {name for line in copied for name in line.split()} == kept
    files = [
        str(path.relative_to(ROOT))
        for name in kept
        for path in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
        if path.is_file()
    ]
    shipped = [
        name
        for name in files
        if not any(fnmatch(name, rule) or name.startswith(f"{rule}/") for rule in dropped)
    ]
    unwanted = re.compile(r"^tests/|/drill|demo|/serve\.py$|\.map$|debug_toolbar|^bin/")
    assert [name for name in shipped if unwanted.search(name) and "__pycache__" not in name] == []
    assert "mentoring/settings.py" in shipped


def test_a_server_without_containers_leaves_out_what_the_image_leaves_out(tmp_path):
    """In a checkout and in an unpacked archive; a later version brings nothing of it back."""
    named = re.search(r"unwanted=\((.*?)\)", (DEPLOY / "leave-out").read_text(), re.DOTALL)[1].split()
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    dropped = {rule for rule in rules if not rule.startswith(("*", "!"))}
    assert dropped | {"tests", "bin"} <= set(named)
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert "\ndeploy/leave-out\n" in (DEPLOY / "upgrade").read_text()

    def git(*arguments):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        return subprocess.run(command, cwd=tmp_path / "checkout", check=True, capture_output=True)

    kept = {"manage.py", "mentoring/settings.py", "mentoring/management/commands/backup.py", "deploy/upgrade"}
    for kind in ("archive", "checkout"):
        for name in [*kept, *(name if "." in name[1:] else f"{name}/inner/file.py" for name in named)]:
            path = tmp_path / kind / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("first\n")
    git("init", "--quiet"), git("add", "--all"), git("commit", "--quiet", "--message", "one")
    (tmp_path / "checkout" / "tests" / "later.py").write_text("second\n")
    git("add", "--all"), git("commit", "--quiet", "--message", "two"), git("checkout", "--quiet", "HEAD~1")
    for kind in ("archive", "checkout"):
        subprocess.run([DEPLOY / "leave-out", tmp_path / kind], check=True, capture_output=True)
    git("diff", "--quiet", "HEAD")
    git("checkout", "--quiet", "--detach", "@{-1}")
    for kind in ("archive", "checkout"):
        left = {
            str(path.relative_to(tmp_path / kind)) for path in (tmp_path / kind).rglob("*") if path.is_file()
        }
        assert {name for name in left if not name.startswith(".git/")} == kept


def test_the_image_takes_only_hashed_packages_and_runs_as_nobody_special():
    text = (DEPLOY / "Dockerfile").read_text()
    assert "--require-hashes" in text
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    assert text.index("collectstatic") < text.index("\nUSER ")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_hardened(unit):
    lines = set(unit.read_text().splitlines())
    assert lines >= {
        "User=mentoring",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "CapabilityBoundingSet=",
        "IPAddressDeny=any",
        "IPAddressAllow=localhost",
    }
    assert any(line.startswith("MemoryMax=") for line in lines)


def test_the_site_may_own_the_socket_it_makes():
    """gunicorn calls chown on it; the filter of privileged calls takes chown away, the last line gives it back."""
    calls = re.findall(
        r"^SystemCallFilter=(.+)$", (DEPLOY / "systemd/mentoring-web.service").read_text(), re.MULTILINE
    )
    assert calls == ["@system-service", "~@privileged", "@chown"]


@pytest.mark.parametrize("name", ["install", "upgrade", "restore"])
def test_a_failure_inside_a_function_is_told(name):
    """Without errtrace bash leaves a function without a word."""
    text = (DEPLOY / name).read_text()
    assert text.index("\nset -o errtrace\n") < text.index("\ntrap ")


@pytest.mark.parametrize(
    ("given", "latin"),
    [
        ("mentoring.школа.рф", "mentoring.xn--80atdl2c.xn--p1ai"),
        ("mentoring.school.example", "mentoring.school.example"),
    ],
)
def test_a_cyrillic_name_is_given_to_the_server_as_browsers_ask_for_it(given, latin):
    line = re.search(r"^name=\$\(python3 .*$", (DEPLOY / "install").read_text(), re.MULTILINE)[0]
    answer = subprocess.run(
        ["bash", "-euc", f'name=$1; {line}; echo "$name"', "bash", given],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    )
    assert answer.stdout == f"{latin}\n", answer.stderr


def test_the_password_of_the_owner_is_no_part_of_the_running_site():
    assert all("owner.env" not in unit.read_text() for unit in UNITS)
    services = (DEPLOY / "compose.yaml").read_text()
    assert services.count("owner.env") == 1
    assert "owner.env" in services.partition("  upgrade:")[2].partition("  proxy:")[0]


def test_the_proxy_overwrites_what_a_visitor_says_about_the_own_address():
    text = (DEPLOY / "nginx" / "mentoring-site.conf").read_text()
    told = dict(re.findall(r"^proxy_set_header (\S+)\s+(\S+);", text, re.MULTILINE))
    assert told == {
        "Host": "$host",
        "Connection": '""',
        "X-Real-IP": "$remote_addr",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-Host": '""',
        "X-Forwarded-Port": '""',
        "Forwarded": '""',
        "X-Script-Name": '""',
    }
    assert "$request_uri" not in text
    assert "proxy_next_upstream off;" in text


@pytest.mark.parametrize("name", ["mentoring.conf", "compose.conf"])
def test_the_proxy_speaks_only_encrypted(name):
    """nginx takes the versions of TLS from the first server of a port, whatever the school's own says."""
    text = (DEPLOY / "nginx" / name).read_text()
    servers = re.findall(r"^server \{.*?^\}", text, re.MULTILINE | re.DOTALL)
    by_default, plain, encrypted = servers
    for server in (by_default, encrypted):
        assert "listen 443 ssl" in server
        assert re.findall(r"ssl_protocols (.+);", server) == ["TLSv1.2 TLSv1.3"]
        assert re.findall(r"ssl_ciphers (.+);", server) == ["ECDHE+AESGCM:ECDHE+CHACHA20"]
    assert "return 444;" in by_default and "ssl_reject_handshake on;" in by_default
    assert re.findall(r"^    (?!listen|server_name)(.+)$", plain, re.MULTILINE) == [
        "return 301 https://mentoring.school.example$request_uri;"
    ]
    away = (DEPLOY / "nginx" / "mentoring-site.conf").read_text()
    assert 'Strict-Transport-Security "max-age=31536000' in away


@pytest.mark.parametrize("name", ["mentoring.conf", "compose.conf"])
def test_who_sends_the_first_lines_slowly_is_shown_out(name):
    """Before the name is known nginx goes by the first server of the port: there it would wait for a minute."""
    by_default = re.search(
        r"^server \{.*?^\}", (DEPLOY / "nginx" / name).read_text(), re.MULTILINE | re.DOTALL
    )[0]
    named = (DEPLOY / "nginx" / "mentoring-site.conf").read_text()
    for line in ("client_header_timeout 10s;", "large_client_header_buffers 4 8k;"):
        assert line in named and line in by_default
    assert "listen 443 ssl default_server;" in by_default


def test_the_list_of_components_is_the_lock():
    made = subprocess.run([sys.executable, DEPLOY / "sbom.py"], capture_output=True, text=True, check=True)
    components = json.loads(made.stdout)["components"]
    lock = (ROOT / "requirements.txt").read_text()
    assert [f"{item['name']}=={item['version']}" for item in components] == [
        re.sub(r"\[.*\]", "", pin) for pin in re.findall(r"^\S+==[^ ;\\\n]+", lock, re.MULTILINE)
    ]
    assert sum(len(item["hashes"]) for item in components) == lock.count("--hash=")


def test_one_changed_hash_stops_the_installation(tmp_path):
    wheel = make_wheel(tmp_path)
    good = hashlib.sha256(wheel.read_bytes()).hexdigest()
    bad = ("1" if good[0] != "1" else "2") + good[1:]
    assert (install(tmp_path, good).returncode, (tmp_path / good / "swapped.py").exists()) == (0, True)
    refused = install(tmp_path, bad)
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert not (tmp_path / bad).exists()


def install(folder, digest):
    lock = folder / f"{digest}.txt"
    lock.write_text(f"swapped==1.0 --hash=sha256:{digest}\n")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--find-links", folder]
    command += ["--require-hashes", "--target", folder / digest, "-r", lock]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def make_wheel(folder):
    """A package of one line."""
    path = folder / "swapped-1.0-py3-none-any.whl"
    files = {
        "swapped.py": "here = True\n",
        "swapped-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: swapped\nVersion: 1.0\n",
        "swapped-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}"
        for name, text in files.items()
    ]
    files["swapped-1.0.dist-info/RECORD"] = "\n".join([*rows, "swapped-1.0.dist-info/RECORD,,"]) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("command", "said"), [([], "назовите команду"), (["restore"], "данные возвращает deploy/restore")]
)
def test_a_command_of_the_server_says_what_it_wants(tmp_path, command, said):
    result = subprocess.run(
        ["bash", ROOT / "deploy" / "manage", *command], capture_output=True, text=True,
        env={**os.environ, "MENTORING_CONFIG": str(tmp_path)},
    )  # fmt: skip
    assert (result.returncode, said in result.stderr) == (2, True)

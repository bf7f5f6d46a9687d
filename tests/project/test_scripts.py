"""What a person types in bin/, the locks, and what no file of the repository may hold."""

import os
import re
import socket
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted([*(ROOT / "bin").iterdir(), ROOT / ".ci" / "run"])
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+|mnt)/")
PACKAGE_SOURCE = re.compile(
    r"--(?:extra-)?index-url[ =]+\S*/|--find-links[ =]+\S*/|https?://\S*(?:/simple\b|pypi|artifactory|nexus)"
)


def files_of_the_repository():
    """Every file that is in the repository or would be with the next commit."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, check=True, cwd=ROOT, text=True).stdout
    for path in (ROOT / name for name in names.split("\0") if name):
        if path != Path(__file__) and path.suffix not in {".png", ".xlsx", ".pdf", ".ttf"} and path.is_file():
            yield path


def pins(lock):
    return dict(
        re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_is_executable_strict_bash(script):
    text = script.read_text()
    assert text.startswith("#!/usr/bin/env bash\n# ")
    assert re.search(r"^set -e?uo pipefail$", text, re.MULTILINE)
    assert script.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["bash", "-n", script], capture_output=True, text=True).stderr == ""


def test_second_setup_touches_neither_apt_nor_pip(tmp_path):
    for forbidden in ("apt-get", "sudo", "pip"):
        trap = tmp_path / forbidden
        trap.write_text(f"#!/bin/sh\necho {forbidden} >> {tmp_path}/called\nexit 1\n")
        trap.chmod(0o755)
    subprocess.run([ROOT / "bin" / "setup", "test"], check=True)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    for kind in ("test", "demo"):
        result = subprocess.run(
            [ROOT / "bin" / "setup", kind], capture_output=True, text=True, env=environment, cwd=tmp_path
        )
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not (tmp_path / "called").exists()


def test_a_hole_or_a_list_of_holes_out_of_reach_stops_a_release(tmp_path):
    """pip-audit ends with an error in both cases, when it is told to be strict; nothing after it runs."""
    made = tmp_path / "python3"
    made.write_text(
        '#!/bin/sh\nmkdir -p "$3/bin"\n'
        'printf "#!/bin/sh\\n" > "$3/bin/python"\n'
        f'printf "#!/bin/sh\\necho \\$@ >> {tmp_path}/asked\\nexit 1\\n" > "$3/bin/pip-audit"\n'
        'chmod +x "$3/bin/python" "$3/bin/pip-audit"\n'
    )
    made.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    result = subprocess.run([ROOT / "bin" / "release"], capture_output=True, text=True, env=environment)
    assert (result.returncode, result.stdout) == (1, "== known holes: requirements.txt\n")
    assert {"--strict", "--require-hashes", "requirements.txt"} <= {*(tmp_path / "asked").read_text().split()}


def test_setup_refuses_an_unknown_kind():
    result = subprocess.run([ROOT / "bin" / "setup", "all"], capture_output=True, text=True)
    assert result.returncode == 2
    assert result.stderr == "bin/setup: неизвестный вид установки «all» (бывает demo, test и bench)\n"


def test_demo_on_a_busy_port_says_so_and_starts_nothing(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        command = [ROOT / "bin" / "demo", "--port", str(port), "--data", tmp_path / "data"]
        result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"Порт {port} занят или недоступен. Выберите другой: bin/demo --port ЧИСЛО\n"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_with_hashes(lock):
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text().strip())
    assert [
        block.split("\n", 1)[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block
    ] == []


def test_a_package_has_one_version_in_all_locks():
    """One environment holds what several locks name: what is tested is what a server runs."""
    assert len(LOCKS) == 5
    versions = {}
    for lock in LOCKS:
        for line in re.findall(r"^[a-z0-9].*?(?= \\$)", (ROOT / lock).read_text(), re.MULTILINE):
            versions.setdefault(re.split(r"[\[=]", line)[0], {}).setdefault(line, []).append(lock)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_wider_locks_hold_all_of_the_narrower():
    runtime, demo, bench, s3, test = (
        pins(f"requirements{kind}.txt").items() for kind in ("", "-demo", "-bench", "-s3", "-test")
    )
    assert len(runtime) > 30
    assert runtime <= demo <= bench
    assert runtime <= s3 <= test
    assert demo <= test


def test_no_file_names_a_package_source_or_a_folder_of_one_machine():
    found = []
    for path in files_of_the_repository():
        text = path.read_bytes().decode(errors="replace")
        for pattern in (PACKAGE_SOURCE, MACHINE_PATH):
            found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_worker_knows_every_module_with_tasks(settings):
    rooms = ("mentoring", "registry", "programs", "roadmap")
    found = [path.relative_to(ROOT) for room in rooms for path in (ROOT / room).rglob("tasks.py")]
    assert sorted(settings.PROCRASTINATE_IMPORT_PATHS) == sorted(
        ".".join(path.with_suffix("").parts) for path in found
    )

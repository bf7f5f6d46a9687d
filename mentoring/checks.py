"""What has to be right before the site may start: versions, the key, the folders."""

import stat
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.core.checks import Error
from packaging.version import Version

# Below these, known holes are open. They are raised when an advisory says so.
FLOORS = {
    "Django": "5.2.19",
    "WeasyPrint": "70.0",
    "openpyxl": "3.1.5",
    "defusedxml": "0.7.1",
    "gunicorn": "23.0",
    "Pillow": "12.0",
    "pikepdf": "10.0",
    "psycopg": "3.3",
}
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def packages_are_new_enough(app_configs, **kwargs):
    """Refuse to start on a component older than its floor."""
    old = []
    for name, floor in FLOORS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            old.append((name, floor, "нет"))
            continue
        if Version(found) < Version(floor):
            old.append((name, floor, found))
    return [
        Error(
            f"{name}: нужна версия {floor} или новее, установлена {found}.",
            hint="Выполните deploy/upgrade или переустановите пакеты по requirements.txt.",
            id="mentoring.E001",
        )
        for name, floor, found in old
    ]


def key_is_private(app_configs, **kwargs):
    """The key stands in a file that nobody but the service's user can read."""
    path = settings.SECRET_KEY_FILE
    if not path:
        return []
    mode = stat.S_IMODE(Path(path).stat().st_mode)
    if not mode & READABLE_BY_OTHERS:
        return []
    return [
        Error(
            f"Файл ключа {path} открыт не только службе (права {mode:o}).",
            hint=f"chmod 600 {path}",
            id="mentoring.E002",
        )
    ]

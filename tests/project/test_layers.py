"""Who may import whom: mentoring ← registry ← programs ← roadmap, and inside a room downwards only."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["mentoring", "registry", "programs", "roadmap"]
# Rooms of one app in the order in which they may see each other.
ROOMS = {
    "mentoring": [
        "language",
        "accounts",
        "workflow",
        "school",
        "documents",
        "letters",
        "jobs",
        "upkeep",
        "home",
    ],
    "registry": ["people", "consents", "bank", "pairs"],
    "programs": ["blueprints", "programmes"],
    "roadmap": [
        "agreements",
        "orders",
        "applications",
        "registers",
        "protocols",
        "controls",
        "plans",
        "agendas",
        "acts",
        "partners",
        "mentions",
        "privacy",
    ],
}
# The only modules of the ground floor that see the apps above it.
ABOVE_ALL = ("mentoring.urls", "mentoring.home", "mentoring.management")
# Doors of a room from the lowest; a door sees itself and those to the left.
DOORS = [
    "enums",
    "models",
    "queries",
    "rules",
    "services",
    "forms",
    "tables",
    "filters",
    "documents",
    "views",
    "urls",
]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager"}


MODULES = [
    path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts
]


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(path):
    """Dotted names of our own modules that a file imports, and whether each stands at module level."""
    tree = ast.parse(path.read_text())
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found += [(name, node in tree.body) for name in names if name.split(".")[0] in APPS]
    return found


def room_of(name):
    parts = name.split(".")
    return (parts[0], parts[1]) if len(parts) > 1 and parts[1] in ROOMS.get(parts[0], []) else None


def test_a_module_imports_only_from_the_floor_below():
    wrong = []
    for path in MODULES:
        name = name_of(path)
        above = APPS[APPS.index(name.split(".")[0]) + 1 :]
        if not name.startswith(ABOVE_ALL):
            wrong += [f"{name} ← {seen}" for seen, _ in imports_of(path) if seen.split(".")[0] in above]
    assert wrong == []


def test_a_room_imports_only_rooms_to_its_left():
    wrong = []
    for path in MODULES:
        name, room = name_of(path), room_of(name_of(path))
        if room is None or room[0] == "mentoring":
            continue
        right = ROOMS[room[0]][ROOMS[room[0]].index(room[1]) + 1 :]
        wrong += [
            f"{name} ← {seen}"
            for seen, _ in imports_of(path)
            if (other := room_of(seen)) and other[0] == room[0] and other[1] in right
        ]
    assert wrong == []


def test_inside_a_room_imports_go_downwards():
    wrong = []
    for path in MODULES:
        name, room = name_of(path), room_of(name_of(path))
        door = name.split(".")[-1]
        if room is None or door not in DOORS or len(name.split(".")) != 3:
            continue
        higher = DOORS[DOORS.index(door) + 1 :]
        if door in ("tables", "filters"):
            higher = ["documents", "views", "urls"]
        own = f"{room[0]}.{room[1]}."
        wrong += [
            f"{name} ← {seen}"
            for seen, _ in imports_of(path)
            if seen.startswith(own) and seen.removeprefix(own) in higher
        ]
    assert wrong == []


def test_imports_stand_at_the_head_of_the_module():
    wrong = [
        f"{name_of(path)}: {seen}" for path in MODULES for seen, at_head in imports_of(path) if not at_head
    ]
    assert wrong == []


def test_language_is_pure():
    for path in (ROOT / "mentoring" / "language").rglob("*.py"):
        tree = ast.parse(path.read_text())
        imported = [
            node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert [name for name in imported if name and name.split(".")[0] == "django"] == []


def test_no_module_is_a_drawer_without_a_name():
    assert [name_of(path) for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


def test_no_signals():
    """What causes a write calls a function."""
    wrong = [name_of(path) for path in MODULES if "django.db.models.signals" in path.read_text()]
    assert wrong == []


def test_only_services_write():
    """Views, forms, tables and documents never save, create, update or delete rows."""
    writing = {"save", "create", "bulk_create", "bulk_update", "delete", "update_or_create", "get_or_create"}
    wrong = []
    for path in MODULES:
        if path.stem not in {"views", "forms", "tables", "filters", "documents", "queries", "rules", "today"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in writing
                and "objects" in ast.dump(node.func.value)
            ):
                wrong.append(f"{name_of(path)}:{node.lineno}")
    assert wrong == []

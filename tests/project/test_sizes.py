"""Budgets: a file, a function, a view and a template that one can read at a glance."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES = 400, 50, 25, 130
SOURCES = [
    path
    for folder in ("mentoring", "registry", "programs", "roadmap", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]


def shown(path):
    return str(path.relative_to(ROOT))


def test_files_are_short():
    assert [shown(path) for path in SOURCES if path.read_text().count("\n") > FILE_LINES] == []


def test_functions_are_short():
    long = []
    for path in SOURCES:
        limit = VIEW_LINES if path.stem.endswith("views") else FUNCTION_LINES
        long += [
            f"{shown(path)} {node.name}: {size} > {limit}"
            for node in functions_in(ast.parse(path.read_text()))
            if (size := body_lines(node)) > limit
        ]
    assert long == []


def functions_in(node):
    """All functions, also those inside classes, conditions and other functions; no expression holds a `def`."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inner
        if not isinstance(inner, ast.expr):
            yield from functions_in(inner)


def body_lines(node):
    """Lines from the `def` to the end, the docstring left out."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if is_docstring else 0
    return node.end_lineno - node.lineno + 1 - docstring


def test_templates_are_short():
    long = [
        shown(path)
        for path in (ROOT / "templates").rglob("*.html")
        if path.read_text().count("\n") > TEMPLATE_LINES
    ]
    assert long == []

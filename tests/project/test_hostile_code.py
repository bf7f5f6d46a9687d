"""What must never be written: queries put together from texts, conditions straight from an address, raw markup."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.project.test_layers import MODULES, ROOT, name_of

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Markup of our own, put together from escaped parts; each place is a sentence in the code.
MARKED_SAFE = {
    *(f"mentoring.templatetags.{name}" for name in ("fields", "look", "table_rows")),
    "roadmap.plans.editor",
}
# Queries composed of the names of our own tables and columns, and of a constant written once.
COMPOSED = {"mentoring.management.commands.anonymise", "mentoring.accounts.seals", "mentoring.school.closing"}
# Fills years into texts that come with the product.
FORMATTED = {"roadmap.plans.presets"}
# Runs a file of SQL that comes with the product.
SQL_FILES = {"mentoring.drill"}
# Bandit's rules about imports: ruff knows each, but not by the letter alone.
PREVIEWS = {f"S4{number:02}" for number in (*range(1, 10), 11, 12, 13, 15)}


@cache
def calls(path):
    """All calls of a module; it is read once for all tests here."""
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def called_name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_the_linter_is_nowhere_told_to_overlook_a_query_made_of_texts():
    told = {name_of(path) for path in MODULES if re.search(r"noqa:.*S608", path.read_text())}
    assert told <= COMPOSED
    assert '"S"' in (ROOT / "pyproject.toml").read_text()


def test_the_linter_finds_no_dangerous_call():
    """`bin/check` asks for more; these rules stand here as well, for who only runs the tests."""
    rules = ",".join(["S", *sorted(PREVIEWS), "PLE2502"])
    command = [Path(sys.executable).with_name("ruff"), "check", "--select", rules, "--no-cache", "."]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (found.stdout, found.stderr, found.returncode) == ("All checks passed!\n", "", 0)


def test_every_finding_of_the_linter_about_security_that_is_left_has_its_reason():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert {"S", *PREVIEWS, "PLE2502"} <= set(pyproject["select"])
    assert not [rule for rule in pyproject["ignore"] if rule.startswith("S") and rule != "S101"]
    assert [place for place, rules in pyproject["per-file-ignores"].items() if "S" in "".join(rules)] == [
        "tests/**"
    ]
    left = [
        (path.name, line.strip())
        for path in [*MODULES, *sorted((ROOT / "deploy").glob("*.py"))]
        for line in path.read_text().splitlines()
        if re.search(r"noqa\b.*\bS\d{3}\b|noqa(?!:)", line)
    ]
    assert len(left) > 20
    assert [place for place in left if not re.search(r"noqa: S\d{3} - \w", place[1])] == []


def test_queries_go_through_the_orm_or_are_written_out():
    wrong = []
    for path in MODULES:
        for call in calls(path):
            name = called_name(call)
            if name in ("extra", "RawSQL") or (name == "raw" and "objects" in ast.dump(call.func)):
                wrong.append(f"{name_of(path)}:{call.lineno} {name}")
            written_out = (
                name_of(path) in SQL_FILES | COMPOSED or not call.args or is_written_out(call.args[0])
            )
            if name == "execute" and not written_out:
                wrong.append(f"{name_of(path)}:{call.lineno} execute")
    assert wrong == []


def is_written_out(argument):
    """A constant, a name (what it holds is the linter's business, S608), or psycopg's own quoting of identifiers."""
    return isinstance(argument, ast.Constant | ast.Name) or ast.unparse(argument).startswith("sql.SQL('")


def test_no_condition_comes_straight_from_an_address():
    """`filter(**request.GET)` lets whoever writes the address choose columns and connectors (CVE-2025-64459)."""
    wrong = [
        f"{name_of(path)}:{call.lineno}"
        for path in MODULES
        for call in calls(path)
        if called_name(call) in ("filter", "exclude", "get", "Q", "annotate", "aggregate", "order_by")
        for keyword in call.keywords
        if keyword.arg is None and re.search(r"'(GET|POST|request)'", ast.dump(keyword.value))
    ]
    assert wrong == []


def test_no_form_takes_all_columns():
    assert [name_of(path) for path in MODULES if "__all__" in path.read_text() and path.stem == "forms"] == []


def test_markup_is_marked_safe_only_where_it_is_listed():
    users = {name_of(path) for path in MODULES if re.search(r"mark_safe\(|SafeString\(", path.read_text())}
    assert users <= MARKED_SAFE


def test_no_template_prints_raw_text_or_an_attribute_without_quotes():
    wrong = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES if is_raw(path.read_text())]
    assert wrong == []


def is_raw(markup):
    """Raw text, or a value right after «=» outside of an attribute that stands in quotes: `href="…?pair={{ pk }}"` does."""
    quoted_left_out = re.sub(r'\w="[^"]*"', "", markup)
    return re.search(r"\|\s*safe\b|autoescape off|safeseq", markup) or re.search(r"=\{[{%]", quoted_left_out)


@pytest.mark.parametrize(
    "markup",
    ["<a href={{ x }}>", '<b a="{% if k == "y" %}z" c={{ x }} d="e">', "{{ x|safe }}", "<i id={% url a %}>"],
)
def test_what_is_raw_is_found(markup):
    assert is_raw(markup)
    assert not is_raw('<a class="x" href="{% url "a" %}">{{ x }}</a><a href="{% url \'a\' %}?b={{ x }}">')


def test_no_typed_text_becomes_a_template_or_a_format():
    wrong = [
        f"{name_of(path)}:{call.lineno}"
        for path in MODULES
        for call in calls(path)
        if called_name(call) in ("Template", "from_string", "eval", "exec")
        or (called_name(call) in ("format", "format_map") and is_variable(call.func.value))
    ]
    assert [place for place in wrong if place.partition(":")[0] not in FORMATTED] == []


def is_variable(pattern):
    """Might a person have typed what is filled in here? Not a text of the code, a constant, a query in pieces."""
    if isinstance(pattern, ast.Name):
        return not pattern.id.isupper()
    is_query = isinstance(pattern, ast.Call) and ast.unparse(pattern.func) == "sql.SQL"
    return not (is_query or isinstance(pattern, ast.Constant | ast.JoinedStr))

"""A picture of a transition table as text (Mermaid), for the handbook."""

from mentoring.workflow.tables import TransitionTable


def diagram(table: TransitionTable) -> str:
    """A Mermaid state diagram: states by their words, arrows by the labels of the buttons."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {value}: {label}" for value, label in table.states.choices]
    lines.append(f"    [*] --> {table.initial}")
    for row in table.transitions:
        comment = " (с причиной)" if row.comment_required else ""
        lines += [f"    {source} --> {row.target}: {row.label}{comment}" for source in row.sources]
    return "\n".join(lines)


def page(tables) -> str:
    """The page with one diagram a table; made by `manage.py diagrams`."""
    parts = [
        "# Состояния и переходы",
        "Страница собрана из таблиц переходов в коде командой `manage.py diagrams`.",
    ]
    for table in tables:
        parts += [f"## {table.title}", f"```mermaid\n{diagram(table)}\n```"]
    return "\n\n".join(parts) + "\n"

"""Migrations in less time: what neighbours of one kind change is drawn up once for all of them.

Before each step Django builds anew every model that is related to the changed one, and here almost all are related:
nearly the whole time of a migration goes there. The statements that reach the database are the same, in the same order.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState

# Constraints, indexes and triggers are of one kind. Another change stands alone: it may look at what was before.
KINDS = (CreateModel, AddField, IndexOperation)
_apply = Migration.apply


class Together(Operation):
    """Neighbouring steps of one kind: first what the models become, then each in the database."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label, state):
        with _built_at_the_end(state):
            for operation in self.operations:
                operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)


def apply_together(migration, project_state, schema_editor, collect_sql=False):
    """`Migration.apply` that takes neighbours of one kind together."""
    migration.operations = [
        operation
        for kind, neighbours in groupby(migration.operations, key=_kind)
        for operation in ([Together(neighbours)] if kind else neighbours)
    ]
    return _apply(migration, project_state, schema_editor, collect_sql)


def _kind(operation: Operation) -> type | None:
    return next((kind for kind in KINDS if isinstance(operation, kind)), None)


@contextmanager
def _built_at_the_end(state: ProjectState) -> Iterator[None]:
    """Models that change inside the block are built once, after it."""
    changed: dict[tuple[str, str], bool] = {}

    def note(app_label, model_name, delay=False):
        changed[app_label, model_name] = delay and changed.get((app_label, model_name), True)

    state.reload_model = note
    try:
        yield
    finally:
        del state.reload_model
    state.reload_models(changed, delay=all(changed.values()))

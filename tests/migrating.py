"""Migrations in less time: what neighbours of one kind change is drawn up once for all of them.

Before each step Django builds anew every model that is related to the changed one, and here almost all are related:
nearly the whole time of a migration goes there. The statements that reach the database are the same, in the same order.
A model is built of copies of its fields; here they are copied, not taken apart and put together again.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from itertools import groupby

import pytest
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState
from django.db.models import Field

# Constraints, indexes and triggers are of one kind: each is made of its own words, whatever stands beside it.
RULES = (IndexOperation,)
# Another change stands alone: it may look at what was before.
ALL_KINDS = (CreateModel, AddField, *RULES)
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


@contextmanager
def taken_together(kinds: tuple[type[Operation], ...]) -> Iterator[None]:
    """Migrations of the block take neighbours of one of these kinds together."""

    def apply(migration, project_state, schema_editor, collect_sql=False):
        return _apply_together(kinds, migration, project_state, schema_editor, collect_sql)

    def clone(field):
        twin = deepcopy(field)
        # A field that is made anew stands behind those made before it.
        if not field.auto_created:
            twin.creation_counter = Field.creation_counter
            Field.creation_counter += 1
        return twin

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Migration, "apply", apply)
        patch.setattr(Field, "clone", clone)
        yield


def _apply_together(kinds, migration, project_state, schema_editor, collect_sql):
    """`Migration.apply` with new neighbourhoods."""
    migration.operations = [
        operation
        for kind, neighbours in groupby(migration.operations, key=partial(_kind, kinds))
        for operation in ([Together(neighbours)] if kind else neighbours)
    ]
    return _apply(migration, project_state, schema_editor, collect_sql)


def _kind(kinds, operation: Operation) -> type | None:
    return next((kind for kind in kinds if isinstance(operation, kind)), None)


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

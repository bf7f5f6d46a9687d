"""Tables whose rows are only ever added: what the database role of the running program may not alter.

The triggers of the models refuse for everybody; the grants of the run-time role are made of this list as well.
"""

from django.apps import apps
from pghistory.models import Event

# The log, its seals, steps in the life of objects, texts that people have signed, bytes of issued papers.
ADDED_TO = (
    "mentoring.AccessRecord",
    "mentoring.AccessSeal",
    "mentoring.StatusChange",
    "mentoring.IssuedFile",
    "registry.ConsentText",
    "registry.FormerScan",
    "registry.PolicyText",
    "roadmap.BlockedOrder",
    "roadmap.Erasure",
    "roadmap.SampleVersion",
)
# May be changed (a paper is cancelled, an order is signed), but no row is ever removed.
KEPT = ("mentoring.IssuedDocument",)


def append_only_tables() -> tuple[str, ...]:
    """Names of tables for which the running program needs INSERT and SELECT alone, in alphabetical order."""
    models = [apps.get_model(label) for label in ADDED_TO]
    models += [model for model in apps.get_models() if _is_history(model)]
    return tuple(sorted(model._meta.db_table for model in models))


def kept_tables() -> tuple[str, ...]:
    """Names of tables for which the running program needs no DELETE, in alphabetical order."""
    return tuple(sorted(apps.get_model(label)._meta.db_table for label in KEPT))


def _is_history(model) -> bool:
    return issubclass(model, Event) and model._meta.managed and not model._meta.proxy

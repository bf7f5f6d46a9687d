from django.db.models import Count, QuerySet

from programs.blueprints.models import Blueprint


def blueprints() -> QuerySet[Blueprint]:
    """All templates of the school with the number of plan rows, the default one first."""
    return Blueprint.objects.annotate(row_count=Count("rows")).order_by("-is_active", "-is_default", "name")


def offered_blueprints() -> QuerySet[Blueprint]:
    """Templates that may be chosen for a new programme, with their rows."""
    return Blueprint.objects.filter(is_active=True).prefetch_related("rows").order_by("-is_default", "name")


def default_blueprint() -> Blueprint | None:
    """The template proposed first, or None when the school has chosen none."""
    return offered_blueprints().filter(is_default=True).first()

"""The only writer of templates."""

from django.db import IntegrityError, transaction

from mentoring.workflow.services import add_history, check_version, lock
from mentoring.workflow.verdicts import Refused, require
from programs.blueprints.models import Blueprint, BlueprintRow
from programs.blueprints.rules import may_edit_blueprints
from programs.blueprints.samples import SAMPLE, SAMPLE_NAME, SAMPLE_ROWS

ROW_FIELDS = ("date_text", "event", "form", "content")
SAME_NAME = "Шаблон с таким названием уже есть. Назовите этот иначе."


@transaction.atomic
def ensure_blueprint(*, by=None) -> Blueprint:
    """Install the sample template where the school has none yet; `by` may be absent at the first run."""
    found = Blueprint.objects.order_by("-is_default", "pk").first()
    if found:
        return found
    blueprint = Blueprint.objects.create(name=SAMPLE_NAME, is_default=True, created_by=by, **SAMPLE)
    _write_rows(blueprint, [dict(zip(ROW_FIELDS, row, strict=True)) for row in SAMPLE_ROWS])
    add_history(blueprint, by=by, action="create", sentence="установлен образец шаблона")
    return blueprint


@transaction.atomic
def create_blueprint(*, by, rows, **fields) -> Blueprint:
    """Make a template; `rows` are dicts of date_text, event, form, content in the order of the plan.

    Raises Refused for another person than the curator or when the name is taken.
    """
    require(may_edit_blueprints(by))
    blueprint = Blueprint(created_by=by, **{name: one_kind_of_breaks(text) for name, text in fields.items()})
    _save(blueprint)
    _write_rows(blueprint, rows)
    add_history(blueprint, by=by, action="create", sentence="создан шаблон")
    return blueprint


@transaction.atomic
def update_blueprint(blueprint, *, by, version, rows, **fields) -> Blueprint:
    """Change texts and rows of a template; programmes made from it before stay as they are.

    Raises Refused as for creation, StaleState when it was saved after `version`.
    """
    require(may_edit_blueprints(by))
    blueprint = lock(Blueprint.objects.all(), blueprint.pk)
    check_version(blueprint, version, "Шаблон")
    for name, value in fields.items():
        setattr(blueprint, name, one_kind_of_breaks(value))
    blueprint.version += 1
    _save(blueprint)
    blueprint.rows.all().delete()
    _write_rows(blueprint, rows)
    add_history(blueprint, by=by, action="update", sentence="изменён шаблон")
    return blueprint


@transaction.atomic
def make_default(blueprint, *, by) -> Blueprint:
    """Propose this template first; the one before it stays among the others."""
    require(may_edit_blueprints(by))
    Blueprint.objects.select_for_update().filter(is_default=True).exclude(pk=blueprint.pk).update(
        is_default=False
    )
    blueprint = lock(Blueprint.objects.all(), blueprint.pk)
    blueprint.is_default = blueprint.is_active = True
    blueprint.version += 1
    blueprint.save(update_fields=["is_default", "is_active", "version"])
    add_history(blueprint, by=by, action="default", sentence="предлагается первым")
    return blueprint


@transaction.atomic
def switch_blueprint(blueprint, *, by, is_active) -> Blueprint:
    """Offer a template for new programmes or no longer; one switched off is not proposed first either."""
    require(may_edit_blueprints(by))
    blueprint = lock(Blueprint.objects.all(), blueprint.pk)
    if blueprint.is_active == is_active:
        return blueprint
    blueprint.is_active = is_active
    blueprint.is_default = blueprint.is_default and is_active
    blueprint.version += 1
    blueprint.save(update_fields=["is_active", "is_default", "version"])
    sentence = "снова предлагается при выборе" if is_active else "больше не предлагается при выборе"
    add_history(blueprint, by=by, action="switch", sentence=sentence)
    return blueprint


def one_kind_of_breaks(value):
    """A typed text without blanks around it and with «\\n» between lines, as browsers do not send it.

    Anything but a text comes back as it is. Otherwise saving without a change would be a change.
    """
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _save(blueprint):
    try:
        with transaction.atomic():
            blueprint.save()
    except IntegrityError:
        raise Refused(SAME_NAME) from None


def _write_rows(blueprint, rows):
    BlueprintRow.objects.bulk_create(
        BlueprintRow(
            blueprint=blueprint,
            position=place,
            **{name: one_kind_of_breaks(row.get(name, "")) for name in ROW_FIELDS},
        )
        for place, row in enumerate(rows, start=1)
    )

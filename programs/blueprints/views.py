from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import compare, differences
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused
from programs.blueprints import services
from programs.blueprints.forms import BlueprintForm
from programs.blueprints.models import Blueprint
from programs.blueprints.queries import blueprints
from programs.blueprints.row_editor import RowEditor

EDIT = Permission.EDIT_BLUEPRINTS
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@require_safe
def blueprint_list(request):
    """The school's templates."""
    context = {"heading": "Шаблоны программ", "blueprints": blueprints()}
    return render(request, "programs/blueprints/blueprint_list.html", context)


@requires(EDIT)
@require_safe
def detail(request, pk):
    """One template as a programme would begin with it."""
    blueprint = get_object_or_404(Blueprint.objects.prefetch_related("rows"), pk=pk)
    names = ("description", "programme_title", "problem", "goals", "content", "results", "schedule")
    facts = [
        (Blueprint._meta.get_field(name).verbose_name.capitalize(), getattr(blueprint, name))
        for name in names
    ]
    context = {"heading": blueprint.name, "blueprint": blueprint, "facts": facts}
    context["entries"] = history_of(blueprint)
    return render(request, "programs/blueprints/blueprint_detail.html", context)


@requires(EDIT)
@READ_AND_WRITE
def create(request):
    """A new template, empty."""
    return _edit_page(request, Blueprint(), "Новый шаблон")


@requires(EDIT)
@READ_AND_WRITE
def edit(request, pk):
    """Texts and rows of a template on one page."""
    blueprint = get_object_or_404(Blueprint, pk=pk)
    return _edit_page(request, blueprint, f"Изменить: {blueprint.name}")


@requires(EDIT)
@require_POST
def install_sample(request):
    """Put the sample in where the school has no template yet."""
    blueprint = services.ensure_blueprint(by=request.user)
    messages.success(request, "Образец установлен. Проверьте его и измените под свою школу.")
    return redirect(blueprint)


@requires(EDIT)
@require_POST
def make_default(request, pk):
    """Propose this template first."""
    blueprint = services.make_default(get_object_or_404(Blueprint, pk=pk), by=request.user)
    messages.success(request, "Этот шаблон теперь предлагается первым.")
    return redirect(blueprint)


@requires(EDIT)
@require_POST
def switch(request, pk, state):
    """Offer a template or no longer: `state` is «on» or «off»."""
    blueprint = get_object_or_404(Blueprint, pk=pk)
    blueprint = services.switch_blueprint(blueprint, by=request.user, is_active=state == "on")
    words = "снова предлагается" if blueprint.is_active else "больше не предлагается"
    messages.success(request, f"Шаблон {words} при составлении программ.")
    return redirect(blueprint)


def _edit_page(request, blueprint, heading):
    saved, problem, status = blueprint.rows.all() if blueprint.pk else [], "", 200
    is_post = request.method == "POST"
    editor = RowEditor.of_post(request.POST) if is_post else RowEditor.of_rows(saved)
    is_saving = is_post and request.POST.get("action") == "save"
    form = _form(request, blueprint, is_post, is_saving)
    if is_saving and all([form.is_valid(), editor.is_valid()]):
        try:
            blueprint = _save(request, blueprint, form, editor)
        except Refused as refusal:
            problem, status = refusal.reason, 409 if refusal.status == 409 else 200
        else:
            messages.success(request, "Шаблон сохранён. Прежние программы не изменились.")
            return redirect(blueprint)
    context = {"heading": heading, "blueprint": blueprint, "form": form, "editor": editor, "problem": problem}
    context["conflicts"] = _conflicts(blueprint, form, editor) if status == 409 else []
    return render(request, "programs/blueprints/blueprint_form.html", context, status=status)


def _form(request, blueprint, is_post, is_saving):
    if is_saving:
        return BlueprintForm(request.POST, instance=copy(blueprint))
    # Buttons of the rows keep what is typed above them, without complaining about it yet.
    return BlueprintForm(instance=blueprint, initial=request.POST.dict() if is_post else None)


def _conflicts(blueprint, form, editor):
    """The template as it is saved beside what was typed; the next press saves over it knowingly."""
    form.data = form.data.copy()
    form.data["version"] = blueprint.version
    plans = (
        "\n".join(row.event for row in blueprint.rows.all()),
        "\n".join(row["event"] for row in editor.cleaned_rows),
    )
    found = differences(form, blueprint)
    return [*found, compare("План мероприятий", *plans)] if plans[0] != plans[1] else found


def _save(request, blueprint, form, editor):
    data = dict(form.cleaned_data)
    version = data.pop("version")
    if blueprint.pk is None:
        return services.create_blueprint(by=request.user, rows=editor.cleaned_rows, **data)
    return services.update_blueprint(
        blueprint, by=request.user, version=version, rows=editor.cleaned_rows, **data
    )

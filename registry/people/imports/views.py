from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import require_one_more_export
from mentoring.documents.responses import xlsx_response
from registry.people.enums import ImportState, RowOutcome
from registry.people.imports import services, tasks
from registry.people.imports.columns import mapping_at
from registry.people.imports.documents import bad_rows_book, bad_rows_filename
from registry.people.imports.forms import ColumnsForm, HeaderRowForm, UploadForm
from registry.people.imports.plan import sheet_rows, stored_mapping
from registry.people.imports.queries import (
    counts_of,
    imports_visible_to,
    loaded_needing_review,
    loaded_without_gender,
    rows_of,
    running_job,
)
from registry.people.imports.refusals import WorkbookRefused
from registry.people.imports.rules import may_apply
from registry.people.imports.tables import TABS, preview_rows, tabs

IMPORT = Permission.IMPORT_PEOPLE
PAGE_SIZE = 50
LISTED_IMPORTS = 10


@requires(IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Step 1: the file. What is wrong with it is said beside the field, nothing is kept."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        staff_import = _start(request.user, form)
        if staff_import and stored_mapping(staff_import).is_certain:
            return _check(request, staff_import)
        if staff_import:
            return redirect("imports:columns", staff_import.pk)
    context = {
        "heading": "Загрузка списка сотрудников",
        "form": form,
        "imports": imports_visible_to(request.user)[:LISTED_IMPORTS],
    }
    return render(request, "registry/people/imports/upload.html", context)


def _start(user, form):
    uploaded = form.cleaned_data["file"]
    try:
        return services.start_import(
            by=user, data=uploaded.read(), filename=uploaded.name, sheet_title=form.cleaned_data["sheet"]
        )
    except WorkbookRefused as refusal:
        form.add_error("sheet" if refusal.code == "no_sheet" else "file", refusal.message)
        return None


def _check(request, staff_import):
    """Make the preview: a short list at once, a long one in the background."""
    if staff_import.rows_in_file > services.IN_REQUEST_ROWS:
        title = f"Проверка списка «{staff_import.file_name}»"
        return redirect(services.order_work(staff_import, tasks.preview_list, by=request.user, title=title))
    services.preview_import(staff_import, by=request.user)
    return redirect(staff_import)


@requires(IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    """Step 2: which column holds what. The heading may be looked for in another row (?header_row=)."""
    staff_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    if staff_import.state not in (ImportState.UPLOADED, ImportState.PREVIEWED):
        return redirect(staff_import)
    rows = sheet_rows(staff_import)
    header_form = HeaderRowForm(request.GET or None)
    mapping = stored_mapping(staff_import)
    if header_form.is_bound and header_form.is_valid():
        mapping = mapping_at(rows, header_form.cleaned_data["header_row"])
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, mapping=mapping, rows=rows)
    if form.is_valid():
        matched = services.match_columns(
            staff_import, by=request.user, header_row=mapping.header_row, columns=form.columns()
        )
        return _check(request, matched)
    context = {"heading": "Столбцы списка", "staff_import": staff_import, "mapping": mapping, "form": form}
    context |= {"header_form": header_form if header_form.is_bound else _header_form(mapping)}
    return render(request, "registry/people/imports/columns.html", context)


def _header_form(mapping):
    return HeaderRowForm(initial={"header_row": mapping.header_row})


@requires(IMPORT)
@require_safe
def detail(request, pk):
    """Step 3, the preview, or step 4, what came of it."""
    staff_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    job = running_job(staff_import)
    if job and job.owner == request.user:
        return redirect(job)
    if staff_import.state == ImportState.UPLOADED:
        return redirect("imports:columns", pk)
    if staff_import.state == ImportState.PREVIEWED:
        return _preview(request, staff_import)
    context = {
        "heading": "Список внесён" if staff_import.applied_at else "Загрузка отменена",
        "staff_import": staff_import,
        "counts": counts_of(staff_import),
        "needing_review": loaded_needing_review(staff_import).count(),
        "without_gender": loaded_without_gender(staff_import),
    }
    return render(request, "registry/people/imports/result.html", context)


def _preview(request, staff_import):
    tab = request.GET.get("tab", "")
    tab = tab if tab in {key for key, *_ in TABS} else ""
    page = Paginator(rows_of(staff_import, tab), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = counts_of(staff_import)
    context = {
        "heading": "Проверка списка",
        "staff_import": staff_import,
        "counts": counts,
        "to_apply": counts["new"] + counts["updated"],
        "cancel_url": reverse("imports:cancel", args=[staff_import.pk]),
        "verdict": may_apply(request.user, staff_import),
        "tabs": tabs(tab, counts, staff_import.get_absolute_url()),
        "page": page,
        "page_url": f"?tab={tab}&page=",
        "rows": preview_rows(page.object_list, stored_mapping(staff_import)),
    }
    return render(request, "registry/people/imports/preview.html", context)


@requires(IMPORT)
@require_POST
def apply(request, pk):
    """Write the good rows; a long list goes to the background."""
    staff_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    if staff_import.rows_in_file > services.IN_REQUEST_ROWS:
        title = f"Внесение списка «{staff_import.file_name}»"
        return redirect(services.order_work(staff_import, tasks.apply_list, by=request.user, title=title))
    result = services.apply_import(staff_import, by=request.user)
    if result is services.Applied.CHANGED:
        messages.warning(request, tasks.DONE_SENTENCES[result])
    return redirect(staff_import)


@requires(IMPORT)
@require_POST
def cancel(request, pk):
    """Give the list up and forget its rows."""
    staff_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    services.cancel_import(staff_import, by=request.user)
    messages.success(request, "Загрузка отменена, строки списка удалены. В картотеке ничего не изменилось.")
    return redirect("imports:upload")


@requires(IMPORT)
@require_safe
def bad_rows(request, pk):
    """The rows with errors as a book to mend and load again; of somebody else's list it is an export."""
    staff_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    if staff_import.created_by_id == request.user.pk:
        # One gets back what one has brought: nobody's data leave.
        note_access(kind=AccessKind.FILE)
    else:
        require_one_more_export(request.user)
    count = rows_of(staff_import, RowOutcome.ERROR).count()
    if not count:
        messages.info(request, "Строк с ошибками нет, скачивать нечего.")
        return redirect(staff_import)
    note_access(rows=count)
    return xlsx_response(bad_rows_book(staff_import), bad_rows_filename(staff_import))

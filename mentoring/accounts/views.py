from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts import services
from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.documents import access_pdf
from mentoring.accounts.enums import Role
from mentoring.accounts.forms import AccountForm, RoleForm
from mentoring.accounts.links import first_link as make_first_link
from mentoring.accounts.models import RoleAssignment, User
from mentoring.accounts.pauses import lift_pause as lift_account_pause
from mentoring.accounts.pauses import pause_of
from mentoring.accounts.permissions import Permission
from mentoring.accounts.queries import accounts, open_sessions
from mentoring.accounts.table import permission_rows
from mentoring.documents.responses import pdf_response
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused

MANAGE = Permission.MANAGE_ACCOUNTS


@requires(MANAGE)
@require_safe
def account_list(request):
    """All accounts with today's roles; search by name."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = accounts()
    if words:
        rows = rows.filter(display_name__icontains=words) | rows.filter(username__icontains=words)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {"heading": "Учётные записи", "page": page, "words": words}
    context["page_url"] = f"?{urlencode({'q': words})}&page="
    return render(request, "mentoring/accounts/account_list.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.create_account(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, "Учётная запись создана. Дайте человеку роль и ссылку для первого входа."
            )
            return redirect("users:detail", user.pk)
    return render(
        request, "mentoring/accounts/account_form.html", {"heading": "Новая учётная запись", "form": form}
    )


@requires(MANAGE)
@require_safe
def detail(request, pk):
    account = get_object_or_404(User, pk=pk)
    return _card(request, account, RoleForm())


def _card(request, account, role_form, status=200):
    context = {
        "heading": str(account),
        "account": account,
        "roles": account.role_assignments.all(),
        "role_form": role_form,
        "sessions": open_sessions(account),
        "paused_until": pause_of(account),
        "history": history_of(account),
    }
    return render(request, "mentoring/accounts/account_detail.html", context, status=status)


@requires(MANAGE)
@require_POST
def give_role(request, pk):
    account = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.give_role(
                account, data["role"], by=request.user, valid_from=data["valid_from"], basis=data["basis"]
            )
        except Refused as refusal:
            form.add_error("role", refusal.reason)
    if form.errors:
        return _card(request, account, form, status=422)
    messages.success(request, "Роль дана.")
    return redirect("users:detail", pk)


@requires(MANAGE)
@require_POST
def end_role(request, pk, role_pk):
    row = get_object_or_404(RoleAssignment, pk=role_pk, user_id=pk)
    services.end_role(row, by=request.user)
    messages.success(request, f"Роль «{row.get_role_display()}» снята.")
    return redirect("users:detail", pk)


@requires(MANAGE)
@require_POST
def first_link(request, pk):
    """Show a one-time link to hand over; nothing is sent."""
    account = get_object_or_404(User, pk=pk, is_active=True)
    context = {
        "heading": f"Ссылка для входа: {account}",
        "account": account,
        "link": make_first_link(account),
    }
    return render(request, "mentoring/accounts/first_link.html", context)


@requires(MANAGE)
@require_POST
def set_active(request, pk):
    account = get_object_or_404(User, pk=pk)
    is_active = request.POST.get("is_active") == "yes"
    services.set_active(account, is_active, by=request.user)
    messages.success(request, "Вход разрешён." if is_active else "Вход закрыт, все сеансы завершены.")
    return redirect("users:detail", pk)


@requires(MANAGE)
@require_POST
def lift_pause(request, pk):
    account = get_object_or_404(User, pk=pk)
    lift_account_pause(account, by=request.user)
    messages.success(request, "Пауза снята: можно входить.")
    return redirect("users:detail", pk)


@requires(MANAGE)
@require_POST
def end_sessions(request, pk):
    account = get_object_or_404(User, pk=pk)
    services.end_sessions(account, by=request.user)
    messages.success(request, "Сеансы завершены: на всех устройствах придётся войти заново.")
    return redirect("users:detail", pk)


@signed_in
@require_safe
def permissions(request):
    """«Кто что может»: the table in code, as a page for everybody."""
    context = {"heading": "Кто что может", "roles": list(Role), "rows": permission_rows()}
    context["may_print"] = request.user.may(MANAGE) or request.user.may(Permission.APPROVE_ORDERS)
    return render(request, "mentoring/accounts/permissions.html", context)


@requires(MANAGE, Permission.APPROVE_ORDERS)
@require_safe
def permissions_pdf(request):
    """The same table with the holders of the roles, for the director's signature."""
    return pdf_response(access_pdf(), f"Кто что может {timezone.localdate():%d.%m.%Y}.pdf")

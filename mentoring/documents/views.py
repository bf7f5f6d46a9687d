from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentoring.accounts.access import public
from mentoring.documents.forms import CodeForm
from mentoring.documents.qr import read_code, spaced_code
from mentoring.documents.queries import issued_by_code

NO_INDEX = "noindex, nofollow"


@public
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper by hand."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("documents:check", code=form.cleaned_data["code"])
    response = render(request, "mentoring/documents/find.html", {"form": form})
    response["X-Robots-Tag"] = NO_INDEX
    return response


@public
@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say what paper has this code and whether it still holds; names nobody."""
    document = issued_by_code(code)
    context = {"document": document, "code": spaced_code(read_code(code))[:40]}
    template = "mentoring/documents/check.html" if document else "mentoring/documents/unknown.html"
    response = render(request, template, context, status=200 if document else 404)
    response["X-Robots-Tag"] = NO_INDEX
    return response

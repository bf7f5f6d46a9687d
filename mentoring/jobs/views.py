from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mentoring.accounts.access import signed_in
from mentoring.documents.queries import StorageAway
from mentoring.documents.responses import storage_away_response
from mentoring.jobs.enums import JobState
from mentoring.jobs.queries import jobs_visible_to


@signed_in
@require_safe
def detail(request, pk):
    """How far the work has come; the page asks again by itself, with and without JavaScript."""
    job = get_object_or_404(jobs_visible_to(request.user), pk=pk)
    response = render(request, "mentoring/jobs/job_detail.html", {"heading": job.title, "job": job})
    if not job.is_over:
        response["Refresh"] = "2"
    return response


@signed_in
@require_safe
def job_list(request):
    """Everything this person has ordered lately."""
    context = {"heading": "Мои задания", "jobs": jobs_visible_to(request.user)[:50]}
    return render(request, "mentoring/jobs/job_list.html", context)


@signed_in
@require_safe
def download(request, pk):
    """The file the work has made, for the person who ordered it."""
    job = get_object_or_404(jobs_visible_to(request.user).exclude(result=""), pk=pk, state=JobState.DONE)
    try:
        content = job.result.open("rb")
    except StorageAway:
        return storage_away_response()
    response = FileResponse(content, as_attachment=True, filename=job.result_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""Pages that stand in each other's way: only for the tests of deadlocks and long waits."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from mentoring.school.models import Direction
from mentoring.urls import urlpatterns as usual

# {the two rows: where the two who cross there meet}
meetings: dict[frozenset[int], Barrier] = {}


@login_not_required
def cross(request, first, second):
    """Lock two rows in the order of the address, meeting another request between them."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '10ms'")
        Direction.objects.select_for_update().get(pk=first)
        if not hasattr(request, "has_met"):
            request.has_met = True
            with suppress(BrokenBarrierError):
                meetings[frozenset((first, second))].wait(timeout=0.05)
        row = Direction.objects.select_for_update().get(pk=second)
        row.position += 1
        row.save()
    return HttpResponse("done")


@login_not_required
def deadlock(request):
    """A request that never gets through."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'deadlock_detected'; END $$")


@login_not_required
def slow(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(3)")


urlpatterns = [
    *usual,
    path("cross/<int:first>/<int:second>/", cross),
    path("deadlock/", deadlock),
    path("slow/", slow),
]

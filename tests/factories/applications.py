"""Applications for tests, reached only through the services."""

from datetime import time, timedelta

from django.utils import timezone

from roadmap.applications.enums import ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application
from roadmap.applications.queries import earliest_last_day
from roadmap.applications.services import (
    accept_application,
    agree,
    carry_out_application,
    file_application,
    refuse_application,
    review_application,
    withdraw_application,
)
from tests.factories.orders import make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_person

K = ApplicationKind
S = ApplicationStatus


def words_of(kind, pair) -> dict:
    """What a usual application of the kind says."""
    today = timezone.localdate()
    mentor, mentee = pair.mentor, pair.mentees[0]
    words = {
        "person": mentor if kind in (K.RELEASE, K.NOTICE, K.REPRESENTATION) else mentee,
        "text": "Так надо",
    }
    if kind in (K.RELEASE, K.NOTICE):
        words["last_day"] = earliest_last_day(today)
    if kind == K.EXTENSION:
        words["new_end"] = pair.end + timedelta(days=30)
    if kind == K.REPRESENTATION:
        words |= {"about": mentee, "measure": "reward"}
    if kind == K.DUTY:
        words |= {
            "event": "открытый урок", "event_date": today, "time_from": time(9), "time_to": time(11),
            "lessons": "2-й урок, 7 «Б», алгебра", "substitute": make_person("Заменина"),
        }  # fmt: skip
    return words


def make_application(
    kind=K.REPLACEMENT, state=S.FILED, *, pair=None, by=None, order=None, **words
) -> Application:
    """An application in an active pair (or the given one) walked to `state`; what is done names `order`."""
    make_school()
    pair, director = pair or make_mentorship("active"), make_director()
    by = by or (director if kind == K.REPRESENTATION else make_curator())
    application = file_application(pair, kind, by=by, **{**words_of(kind, pair), **words})
    if state in (S.ACCEPTED, S.DONE):
        for consent in application.consents.all():
            agree(consent, by=make_curator())
        accept_application(application, by=director)
    if state == S.DONE:
        carry_out_application(application, by=by, order=order)
    if state == S.REFUSED:
        refuse_application(application, by=director, answer="Нет возможности")
    if state == S.REVIEWED:
        review_application(application, by=director, answer="Учтём")
    if state == S.WITHDRAWN:
        withdraw_application(application, by=by)
    return Application.objects.get(pk=application.pk)

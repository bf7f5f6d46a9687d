import django_filters
from django.forms import TextInput
from django.utils import timezone

from mentoring.home.lists import ListFilter
from mentoring.school.models import SchoolYear
from programs.programmes.enums import AcquaintedBody, ProgrammeStatus
from programs.programmes.models import Programme
from programs.programmes.queries import (
    left_open,
    not_noted_by,
    programmes_found,
    programmes_in_year,
    programmes_of_mentor,
    with_overdue_events,
)
from registry.pairs.queries import mentors_of_mentorships

WAITS = (
    (AcquaintedBody.CURATOR.value, "отметки куратора"),
    (AcquaintedBody.COUNCIL.value, "отметки совета"),
    ("overdue", "отметки о мероприятии"),
    ("ended", "завершения: пара уже завершена"),
)


class ProgrammeFilter(ListFilter):
    """Search and conditions of the list; the archive and the register take them over."""

    q = django_filters.CharFilter(
        label="Фамилия или слова", method="by_text", widget=TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=ProgrammeStatus.choices, empty_label="любое"
    )
    mentor = django_filters.ChoiceFilter(label="Наставник", method="by_mentor", empty_label="любой")
    year = django_filters.ChoiceFilter(label="Учебный год", method="by_year", empty_label="все годы")
    waits = django_filters.ChoiceFilter(
        label="Ждёт", method="by_waiting", choices=WAITS, empty_label="не важно чего"
    )

    class Meta:
        model = Programme
        fields = ("q", "state", "mentor", "year", "waits")

    def choices(self):
        return {
            "mentor": [(str(person.pk), person.short_name) for person in mentors_of_mentorships()],
            "year": [(str(pk), label) for pk, label in SchoolYear.objects.values_list("pk", "label")],
        }

    def by_text(self, programmes, name, value):
        return programmes_found(programmes, value)

    def by_mentor(self, programmes, name, value):
        return programmes_of_mentor(programmes, value)

    def by_year(self, programmes, name, value):
        return programmes_in_year(programmes, SchoolYear.objects.get(pk=value))

    def by_waiting(self, programmes, name, value):
        if value == "ended":
            return left_open(programmes)
        if value == "overdue":
            return with_overdue_events(programmes, timezone.localdate())
        return not_noted_by(programmes, AcquaintedBody(value))

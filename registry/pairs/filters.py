import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from mentoring.school.models import Direction, SchoolYear
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.queries import (
    mentors_of_mentorships,
    mentorships_in_year,
    mentorships_of_mentor,
    mentorships_with_people_named,
)


class MentorshipFilter(ListFilter):
    """Search and conditions of the list of pairs and groups; the registers take them over."""

    q = django_filters.CharFilter(
        label="Фамилия, имя", method="by_name", widget=TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=MentorshipStatus.choices, empty_label="любое"
    )
    mentor = django_filters.ChoiceFilter(label="Наставник", method="by_mentor", empty_label="любой")
    direction = django_filters.ChoiceFilter(
        label="Направление", field_name="directions", empty_label="любое", distinct=True
    )
    year = django_filters.ChoiceFilter(label="Учебный год", method="by_year", empty_label="все годы")

    class Meta:
        model = Mentorship
        fields = ("q", "state", "mentor", "direction", "year")

    def choices(self):
        return {
            "mentor": [(str(person.pk), person.short_name) for person in mentors_of_mentorships()],
            "direction": [(str(pk), name) for pk, name in Direction.objects.values_list("pk", "name")],
            "year": [(str(pk), label) for pk, label in SchoolYear.objects.values_list("pk", "label")],
        }

    def by_name(self, mentorships, name, value):
        return mentorships_with_people_named(mentorships, value)

    def by_mentor(self, mentorships, name, value):
        return mentorships_of_mentor(mentorships, value)

    def by_year(self, mentorships, name, value):
        return mentorships_in_year(mentorships, SchoolYear.objects.get(pk=value))

import django_filters
from django.db.models import Q
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from mentoring.school.models import SchoolYear
from registry.people.models import Person
from registry.people.queries import search_people
from roadmap.orders.enums import OrderRole
from roadmap.orders.outcomes import AWARDS, Award, DutyRelease


def name_box() -> django_filters.CharFilter:
    return django_filters.CharFilter(
        label="Фамилия", method="by_name", widget=TextInput(attrs={"type": "search"})
    )


class _OfYear(ListFilter):
    """The school year of the day named by `day_field`."""

    day_field = ""

    def by_year(self, rows, name, year):
        return rows.filter(**{f"{self.day_field}__range": (year.start, year.end)})


class AwardFilter(_OfYear):
    """The person, the kind of award, the school year."""

    day_field = "awarded_on"
    q = name_box()
    kind = django_filters.ChoiceFilter(
        label="Поощрение", choices=[(kind, OrderRole(kind).label) for kind in AWARDS], empty_label="любое"
    )
    year = django_filters.ModelChoiceFilter(
        label="Учебный год", queryset=SchoolYear.objects.all(), method="by_year", empty_label="все годы"
    )

    class Meta:
        model = Award
        fields = ("q", "kind", "year")

    def by_name(self, rows, name, value):
        return rows.filter(person__in=search_people(Person.objects.all(), value))


class ReleaseFilter(_OfYear):
    """Either of the two people, the school year."""

    day_field = "day"
    q = name_box()
    year = django_filters.ModelChoiceFilter(
        label="Учебный год", queryset=SchoolYear.objects.all(), method="by_year", empty_label="все годы"
    )

    class Meta:
        model = DutyRelease
        fields = ("q", "year")

    def by_name(self, rows, name, value):
        people = search_people(Person.objects.all(), value)
        return rows.filter(Q(person__in=people) | Q(substitute__in=people))

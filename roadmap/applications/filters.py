import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from registry.people.models import Person
from registry.people.queries import search_people
from roadmap.applications.enums import ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application


class ApplicationFilter(ListFilter):
    """Name, kind and state."""

    q = django_filters.CharFilter(
        label="Фамилия", method="by_name", widget=TextInput(attrs={"type": "search"})
    )
    kind = django_filters.ChoiceFilter(label="Что", choices=ApplicationKind.choices, empty_label="всё")
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=ApplicationStatus.choices, empty_label="любое"
    )

    class Meta:
        model = Application
        fields = ("q", "kind", "state")

    def by_name(self, applications, name, value):
        return applications.filter(person__in=search_people(Person.objects.all(), value))

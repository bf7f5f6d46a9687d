import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from registry.people.models import Person
from registry.people.queries import search_people
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement


class AgreementFilter(ListFilter):
    """The mentor's name and the state."""

    q = django_filters.CharFilter(
        label="Фамилия наставника", method="by_name", widget=TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=AgreementStatus.choices, empty_label="любое"
    )

    class Meta:
        model = Agreement
        fields = ("q", "state")

    def by_name(self, agreements, name, value):
        return agreements.filter(mentor__in=search_people(Person.objects.all(), value))

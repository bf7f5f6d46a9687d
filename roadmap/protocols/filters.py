import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from mentoring.language.dates import school_year_start
from roadmap.orders.enums import NumberingPeriod
from roadmap.orders.numbering import year_label
from roadmap.protocols.enums import ProtocolBody, ProtocolStatus
from roadmap.protocols.models import Protocol
from roadmap.protocols.queries import find_protocols


class ProtocolFilter(ListFilter):
    """Search and conditions of the list; the register takes them over."""

    q = django_filters.CharFilter(
        label="Номер, дата, фамилия или слова", method="by_words", widget=TextInput(attrs={"type": "search"})
    )
    body = django_filters.ChoiceFilter(
        label="Кто заседал", choices=ProtocolBody.choices, empty_label="все заседания"
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=ProtocolStatus.choices, empty_label="любое"
    )
    year = django_filters.ChoiceFilter(label="Учебный год", method="by_year", empty_label="все годы")

    class Meta:
        model = Protocol
        fields = ("q", "body", "state", "year")

    def choices(self):
        days = Protocol.objects.dates("held_on", "month")
        years = sorted({school_year_start(day).year for day in days}, reverse=True)
        return {"year": [(str(year), year_label(NumberingPeriod.SCHOOL_YEAR, year)) for year in years]}

    def by_words(self, protocols, name, value):
        return find_protocols(protocols, value)

    def by_year(self, protocols, name, value):
        year = int(value)
        return protocols.filter(held_on__gte=f"{year}-09-01", held_on__lt=f"{year + 1}-09-01")

import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from roadmap.orders.enums import OrderStatus
from roadmap.orders.models import Journal, Order
from roadmap.orders.queries import journal_years
from roadmap.orders.searching import find_orders


class OrderFilter(ListFilter):
    """Search and conditions of the list; the journal in Excel takes them over."""

    q = django_filters.CharFilter(
        label="Номер, дата, фамилия или слова", method="by_words", widget=TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=OrderStatus.choices, empty_label="любое"
    )
    journal = django_filters.ChoiceFilter(label="Журнал", field_name="journal", empty_label="все журналы")
    year = django_filters.ChoiceFilter(label="Год", field_name="year", empty_label="все годы")

    class Meta:
        model = Order
        fields = ("q", "state", "journal", "year")

    def choices(self):
        return {
            "journal": [(str(pk), name) for pk, name in Journal.objects.values_list("pk", "name")],
            "year": [(str(year), str(year)) for year in journal_years()],
        }

    def by_words(self, orders, name, value):
        return find_orders(orders, value)

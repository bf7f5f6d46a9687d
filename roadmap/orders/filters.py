import django_filters
from django.forms import Select, TextInput

from roadmap.orders.enums import OrderStatus
from roadmap.orders.models import Journal, Order
from roadmap.orders.queries import journal_years, search_orders


class OrderFilter(django_filters.FilterSet):
    """Search and conditions of the list; the journal in Excel takes them over."""

    q = django_filters.CharFilter(
        label="Номер, заголовок, фамилия", method="by_words", widget=TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=OrderStatus.choices, empty_label="любое"
    )
    journal = django_filters.ChoiceFilter(label="Журнал", field_name="journal", empty_label="все журналы")
    year = django_filters.ChoiceFilter(label="Год", field_name="year", empty_label="все годы")

    class Meta:
        model = Order
        fields = ("q", "state", "journal", "year")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        journals = [(str(pk), name) for pk, name in Journal.objects.values_list("pk", "name")]
        self.filters["journal"].extra["choices"] = journals
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in journal_years()]
        for field in self.form.fields.values():
            field.widget.attrs["class"] = (
                "form-select" if isinstance(field.widget, Select) else "form-control"
            )

    def by_words(self, orders, name, value):
        return search_orders(orders, value)

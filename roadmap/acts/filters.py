import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from roadmap.acts.enums import ActKind, ActStatus
from roadmap.acts.models import LocalAct
from roadmap.acts.queries import find_acts, in_force_on


class ActFilter(ListFilter):
    """Words of the name, the state, the kind, and what was in force on a day."""

    q = django_filters.CharFilter(
        label="Слова названия", method="by_words", widget=TextInput(attrs={"type": "search"})
    )
    on = django_filters.DateFilter(label="Действовал на дату", method="by_day")
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=ActStatus.choices, empty_label="любое"
    )
    kind = django_filters.ChoiceFilter(
        label="Вид", field_name="kind", choices=ActKind.choices, empty_label="любой"
    )

    class Meta:
        model = LocalAct
        fields = ("q", "on", "state", "kind")

    def by_words(self, acts, name, value):
        return find_acts(acts, value)

    def by_day(self, acts, name, value):
        return in_force_on(acts, value)

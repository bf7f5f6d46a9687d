import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import Roadmap


class RoadmapFilter(ListFilter):
    """Search by words of the title and the state."""

    q = django_filters.CharFilter(
        label="Слова заголовка",
        field_name="title",
        lookup_expr="icontains",
        widget=TextInput(attrs={"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=RoadmapStatus.choices, empty_label="любое"
    )

    class Meta:
        model = Roadmap
        fields = ("q", "state")

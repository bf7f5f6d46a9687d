import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import Roadmap
from roadmap.plans.queries import find_roadmaps


class RoadmapFilter(ListFilter):
    """Search by words of the title and the state."""

    q = django_filters.CharFilter(
        label="Слова заголовка",
        method="by_words",
        widget=TextInput(attrs={"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", field_name="status", choices=RoadmapStatus.choices, empty_label="любое"
    )

    class Meta:
        model = Roadmap
        fields = ("q", "state")

    def by_words(self, roadmaps, name, value):
        return find_roadmaps(roadmaps, value)

import django_filters
from django.forms import TextInput

from mentoring.home.lists import ListFilter
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Person
from registry.people.queries import position_titles, search_people, with_forms_state, working

DISMISSED = "dismissed"
EVERYBODY = "all"


class PersonFilter(ListFilter):
    """Search and conditions of the list; without a word about work, those who work now."""

    q = django_filters.CharFilter(
        label="Фамилия, имя", method="by_name", widget=TextInput(attrs={"type": "search"})
    )
    kind = django_filters.ChoiceFilter(label="Кто", choices=PersonKind.choices, empty_label="все")
    position = django_filters.ChoiceFilter(
        label="Должность", field_name="positions__title", empty_label="любая", distinct=True
    )
    forms = django_filters.ChoiceFilter(
        label="Склонение", choices=FormsState.choices, empty_label="любое", method="by_forms"
    )
    work = django_filters.ChoiceFilter(
        label="Работа",
        choices=[(DISMISSED, "уволенные"), (EVERYBODY, "все")],
        empty_label="работают сейчас",
        method="by_work",
    )

    class Meta:
        model = Person
        fields = ("q", "kind", "position", "forms", "work")

    def choices(self):
        return {"position": [(title, title) for title in position_titles()]}

    def filter_queryset(self, queryset):
        people = super().filter_queryset(queryset)
        return people if self.form.cleaned_data.get("work") else working(people)

    def by_name(self, people, name, value):
        return search_people(people, value)

    def by_forms(self, people, name, value):
        return with_forms_state(people, value)

    def by_work(self, people, name, value):
        return people.filter(left_on__isnull=False) if value == DISMISSED else people


def chips(filterset, data, url):
    """The conditions in force as removable chips: a list of dicts with `label` and `remove_url`."""
    result = []
    for name, value in filterset.form.cleaned_data.items():
        if not value:
            continue
        field = filterset.form.fields[name]
        shown = dict(getattr(field, "choices", ())).get(value, value)
        rest = data.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        query = rest.urlencode()
        result.append(
            {"label": f"{field.label}: {shown}", "remove_url": f"{url}?{query}" if query else str(url)}
        )
    return result

"""Forms of the columns of a roadmap."""

from django import forms

from mentoring.workflow.conflicts import show_conflict
from roadmap.plans.columns import FIELDS, kinds_to_add
from roadmap.plans.enums import ColumnKind
from roadmap.plans.models import Roadmap, RoadmapColumn

LABELS = {"heading": "заголовок", "group": "общий заголовок с соседями", "width": "ширина"}
WIDEST = 500


class TableForm(forms.Form):
    """Heading, group and width of each column."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    conflicts = ()

    def __init__(self, *args, roadmap: Roadmap, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = list(roadmap.columns.all())
        self.initial |= {"version": roadmap.version, **_values(self.columns)}
        for number, column in enumerate(self.columns, start=1):
            for name in FIELDS:
                label = f"Столбец {number}: {LABELS[name]}"
                self.fields[f"{name}_{column.pk}"] = (
                    forms.IntegerField(label=label, min_value=1, max_value=WIDEST)
                    if name == "width"
                    else forms.CharField(label=label, max_length=300, required=False)
                )

    @property
    def rows(self):
        """(column, its bound fields) from the left."""
        return [(column, [self[f"{name}_{column.pk}"] for name in FIELDS]) for column in self.columns]

    def values(self) -> dict[int, dict]:
        """The typed values by the id of the column."""
        return {
            column.pk: {name: self.cleaned_data[f"{name}_{column.pk}"] for name in FIELDS}
            for column in self.columns
        }

    def show_conflict(self, present: Roadmap, sentence: str) -> None:
        """Keep what was typed beside what the columns say now."""
        saved = _values(list(present.columns.all()))
        show_conflict(self, present, sentence, saved=lambda roadmap, name: saved.get(name, ""))


def _values(columns: list[RoadmapColumn]) -> dict:
    return {f"{name}_{column.pk}": getattr(column, name) for column in columns for name in FIELDS}


class NewColumnForm(forms.Form):
    """A column to be added at the right edge."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label="Что в столбце")
    heading = forms.CharField(
        label="Заголовок", max_length=300, error_messages={"required": "Напишите заголовок столбца."}
    )

    def __init__(self, *args, roadmap: Roadmap, **kwargs):
        super().__init__(*args, auto_id="id_new_%s", **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds_to_add(roadmap)]
        self.initial |= {"version": roadmap.version, "kind": ColumnKind.CUSTOM}

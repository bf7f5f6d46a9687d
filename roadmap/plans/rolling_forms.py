"""What a person confirms before the next period's roadmap is made."""

from django import forms

from roadmap.plans.frame_forms import PeriodForm
from roadmap.plans.next_year import ProposedRoadmap, ProposedTerm
from roadmap.plans.terms import PlanPeriod

LONGEST_TITLE, LONGEST_TERM = 2000, 1000
TERM = {"class": "form-control", "rows": 1}


class RollOverForm(PeriodForm):
    """Title, period and, for each measure, whether it comes over and with what term."""

    title = forms.CharField(
        label="Заголовок", max_length=LONGEST_TITLE, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("title", "period_label", "period_start", "period_end")

    def __init__(self, data=None, *, proposed: ProposedRoadmap):
        period = proposed.period
        initial = {
            "title": proposed.title,
            "period_label": proposed.period_label,
            "period_start": period and period.start,
            "period_end": period and period.end,
        }
        super().__init__(data, initial=initial)
        self.proposed = proposed
        for name in self.field_order:
            # Drawn by hand on the page, so the library does not dress them.
            self.fields[name].widget.attrs["class"] = "form-control"
        for stage in proposed.stages:
            self._add_term("stage", stage.stage)
            for measure in stage.measures:
                if not measure.is_head and measure.row.text.strip():
                    self.fields[f"take_{measure.row.pk}"] = forms.BooleanField(
                        label=f"Перенести: {measure.row.text[:80]}",
                        initial=True,
                        required=False,
                        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                    )
                self._add_term("term", measure)

    def _add_term(self, prefix: str, proposed: ProposedTerm) -> None:
        if not proposed.row.term_text.strip():
            return
        self.fields[f"{prefix}_{proposed.row.pk}"] = forms.CharField(
            label=f"Новый срок: {str(proposed.row)[:80]}",
            initial=proposed.text,
            required=False,
            max_length=LONGEST_TERM,
            widget=forms.Textarea(attrs=TERM),
        )

    def general(self):
        return [self[name] for name in self.field_order]

    def lines(self):
        """(stage, its term field, rows of (measure, tick box, term field)); a missing field is empty."""
        return [
            (
                stage.stage,
                self._field("stage", stage.stage),
                [(row, self._field("take", row), self._field("term", row)) for row in stage.measures],
            )
            for stage in self.proposed.stages
        ]

    def _field(self, prefix: str, proposed: ProposedTerm):
        name = f"{prefix}_{proposed.row.pk}"
        return self[name] if name in self.fields else ""

    def clean(self):
        data = super().clean()
        takes = [name for name in self.fields if name.startswith("take_")]
        if takes and not any(data.get(name) for name in takes):
            raise forms.ValidationError("Оставьте хотя бы одно мероприятие: без них дорожной карты нет.")
        return data

    def answer(self) -> dict:
        """What the service needs: which measures are ticked, and the new terms of all."""
        data = self.cleaned_data
        start, end = data["period_start"], data["period_end"]
        rows = [row for stage in self.proposed.stages for row in stage.measures]
        return {
            "title": data["title"],
            "period_label": data["period_label"],
            "period": PlanPeriod(start, end) if start and end else None,
            "taken": {row.row.pk for row in rows if data.get(f"take_{row.row.pk}")},
            "measure_terms": {row.row.pk: self._term("term", row) for row in rows},
            "stage_terms": {
                stage.stage.row.pk: self._term("stage", stage.stage) for stage in self.proposed.stages
            },
        }

    def _term(self, prefix: str, row: ProposedTerm) -> str:
        return self.cleaned_data.get(f"{prefix}_{row.row.pk}", row.row.term_text)

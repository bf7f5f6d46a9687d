from django import forms
from django.utils import timezone

from mentoring.documents.papers import NOTE_FIELDS, TITLE_FIELDS
from programs.blueprints.queries import offered_blueprints
from programs.blueprints.row_editor import RowEditor, RowForm
from programs.programmes.enums import AcquaintedBody
from programs.programmes.models import Programme
from programs.programmes.terms import due_day
from registry.pairs.enums import EndGround
from registry.pairs.forms import DATE_HINT, PastDateField

LONGEST_TEXT = 10_000
EMPTY, REUSE = "empty", "reuse"


class NoteForm(forms.ModelForm):
    """The title sheet and the explanatory note under the captions of the Положение, word for word."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    start = forms.DateField(label="Начало", help_text=DATE_HINT)
    end = forms.DateField(label="Окончание", help_text="От 3 месяцев до года.")

    class Meta:
        model = Programme
        fields = ["title", "start", "end", *NOTE_FIELDS]
        labels = {"title": TITLE_FIELDS["title"], **NOTE_FIELDS}
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in NOTE_FIELDS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name in NOTE_FIELDS:
            self.fields[name].validators.append(forms.fields.validators.MaxLengthValidator(LONGEST_TEXT))

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "Окончание программы раньше начала. Проверьте даты.")
        return data

    def _post_clean(self):
        # The instance stays as it is in the database: the service writes, a refusal shows both texts.
        pass


class PlanRowForm(RowForm):
    """A row of a programme's plan: also with the day to remind of."""

    planned_on = forms.DateField(
        label="Напомнить", required=False, help_text="Если пусто, возьмём из столбца «Дата»."
    )

    typed = ("date_text", "event", "form", "content", "planned_on")


class PlanEditor(RowEditor):
    """Rows of a plan; held ones can be moved but are shown as they were held."""

    form_class = PlanRowForm

    def __init__(self, rows, **kwargs):
        super().__init__(rows, **kwargs)
        self.held = {}

    @classmethod
    def raw(cls, row):
        day = row.planned_on
        return super().raw(row) | {"planned_on": f"{day:%d.%m.%Y}" if day else ""}

    def mark_held(self, events) -> "PlanEditor":
        """Tell the forms of events that were held, by the rows they came from."""
        held = {event.pk: event for event in events if event.held_on}
        for form in self.forms:
            number = str(form["row_id"].value() or "")
            form.held = held.get(int(number)) if number.isdecimal() else None
        return self

    def rows_of_term(self, start, end) -> list[dict]:
        """The rows to save, the day to remind of read from the typed date where it is empty."""
        rows = self.cleaned_rows
        for row in rows:
            row["planned_on"] = row["planned_on"] or due_day(row["date_text"], start, end)
        return rows


class StartForm(forms.Form):
    """What a new programme begins with: a template, nothing, or an earlier programme."""

    pattern = forms.ChoiceField(label="С чего начать", widget=forms.RadioSelect)

    def __init__(self, *args, may_reuse=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(row.pk): row for row in offered_blueprints()}
        choices = [(pk, f"Шаблон школы: {row.name}") for pk, row in self.offered.items()]
        choices.append((EMPTY, "Без шаблона: заполню сам(а)"))
        if may_reuse:
            choices.append((REUSE, "По образцу прежней программы"))
        self.fields["pattern"].choices = choices
        self.fields["pattern"].initial = choices[0][0]

    @property
    def blueprint(self):
        """The chosen template, or None."""
        return self.offered.get(self.cleaned_data["pattern"])

    @property
    def wants_reuse(self) -> bool:
        return self.cleaned_data["pattern"] == REUSE


class CommentForm(forms.Form):
    """A required comment; its label comes from the transition."""

    comment = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label


class DayForm(forms.Form):
    """A day that has come already."""

    on = PastDateField(label="Дата", help_text=DATE_HINT, initial=timezone.localdate)


class AcquaintanceForm(DayForm):
    note = forms.CharField(
        label="Примечание", required=False, max_length=300, help_text="Например: протокол № 2 от 10.09.2026."
    )


class EarlyEndForm(DayForm):
    """When, on which of the two grounds, and why."""

    ground = forms.ChoiceField(
        label="Основание",
        choices=[(value, label) for value, label in EndGround.choices if value != EndGround.FULL],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Почему завершается раньше", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EventForm(forms.Form):
    """«Как прошло»: the day and a few words, short enough for a phone."""

    held_on = PastDateField(label="Когда прошло", help_text=DATE_HINT)
    reflection = forms.CharField(
        label="Рефлексия",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Что получилось, что нет, что дальше. Пишут и наставник, и наставляемый.",
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args, may_clear=False, **kwargs):
        super().__init__(*args, **kwargs)
        if may_clear:
            self.fields["held_on"].required = False
            self.fields["held_on"].help_text = "Если отметили по ошибке, очистите дату и рефлексию."


BODY_WORDS = {
    AcquaintedBody.CURATOR: "куратора",
    AcquaintedBody.COUNCIL: "методического совета",
}

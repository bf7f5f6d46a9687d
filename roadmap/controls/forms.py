from django import forms

from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS
from registry.people.models import Person


class TaskForm(KeyedForm):
    """What the order tells whom to do by when."""

    what = forms.CharField(
        label="Что сделать", max_length=300, help_text="Например: «п. 2: разработать программы»."
    )
    responsible = forms.ModelChoiceField(
        label="Кто отвечает", queryset=Person.objects.none(), empty_label="выберите"
    )
    due_on = forms.DateField(label="Срок", help_text=DATE_HINT, validators=SENSIBLE_YEARS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = Person.objects.filter(
            left_on__isnull=True, erased_on__isnull=True
        )


class CloseForm(forms.Form):
    """Done or not, and what shows it."""

    is_done = forms.TypedChoiceField(
        label="Исполнение",
        choices=[("yes", "выполнено"), ("no", "не выполнено")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    note = forms.CharField(
        label="Чем подтверждается или почему не выполнено",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

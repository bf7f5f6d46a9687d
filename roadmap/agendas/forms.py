from django import forms

from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS
from roadmap.protocols.models import Protocol


class AgendaForm(KeyedForm):
    """Which meeting: a new one on a day, or a draft that is there already."""

    protocol = forms.ModelChoiceField(
        label="Куда добавить",
        queryset=Protocol.objects.none(),
        required=False,
        empty_label="в новый протокол",
    )
    held_on = forms.DateField(
        label="Дата заседания", help_text=f"{DATE_HINT} Для нового протокола.", validators=SENSIBLE_YEARS
    )

    def __init__(self, *args, drafts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].required = True
        self.fields["protocol"].queryset = drafts
        if not drafts:
            del self.fields["protocol"]

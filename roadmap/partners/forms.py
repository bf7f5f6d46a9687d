from django import forms

from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS, PastDateField
from registry.people.models import Person
from roadmap.partners.models import PartnerContract

SCAN = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
SCAN_HINT = "PDF, JPG или PNG до 10 МБ."


class ContractForm(KeyedForm, forms.ModelForm):
    """A line of the register; the scan is put here only with a new contract."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    date = PastDateField(label="Дата договора", help_text=DATE_HINT)
    start = forms.DateField(label="Действует с", help_text=DATE_HINT, validators=SENSIBLE_YEARS)
    end = forms.DateField(
        label="Действует по", required=False, help_text="Пусто – бессрочно.", validators=SENSIBLE_YEARS
    )
    scan = forms.FileField(
        label="Скан", required=False, widget=SCAN, help_text=f"{SCAN_HINT} Можно приложить позже."
    )
    conflicts = ()

    class Meta:
        model = PartnerContract
        fields = ["partner", "subject", "number", "date", "start", "end", "responsible", "note"]
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("partner", "subject")}
        help_texts = {
            "partner": "Полное наименование: вуз, колледж, другая школа.",
            "subject": "Например: «Сопровождение молодых педагогов преподавателями кафедры».",
            "responsible": "Кто в школе следит за договором.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["responsible"].queryset = Person.objects.filter(left_on__isnull=True) | (
            Person.objects.filter(pk=self.instance.responsible_id)
        )
        self.fields["responsible"].empty_label = "не назначен"
        if self.instance.pk:
            del self.fields["scan"], self.fields["key"]

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "Последний день действия раньше первого.")
        return data

    def words(self) -> dict:
        """What the services take besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def show_conflict(self, present: PartnerContract, sentence: str) -> None:
        """Keep what was typed beside what stands there now."""
        show_conflict(self, present, sentence)

    def _post_clean(self):
        """The instance on the page stays as it is in the database: services write, forms only read."""


class ScanForm(forms.Form):
    """The scan that comes later."""

    scan = forms.FileField(
        label="Скан договора",
        help_text=SCAN_HINT,
        widget=SCAN,
        error_messages={"required": "Выберите файл скана."},
    )

from django import forms
from django.core.validators import MaxLengthValidator

from mentoring.workflow.conflicts import show_conflict
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS, PastDateField
from roadmap.agreements.models import Agreement

LONGEST = 4000


class TermsForm(forms.ModelForm):
    """What the two sides agree on; what the system knows stands there already."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    date = forms.DateField(label="Дата документа", help_text=DATE_HINT, validators=SENSIBLE_YEARS)
    contract_date = forms.DateField(
        label="Дата трудового договора", required=False, help_text=DATE_HINT, validators=SENSIBLE_YEARS
    )
    start = forms.DateField(label="Начало работы", validators=SENSIBLE_YEARS)
    end = forms.DateField(label="Последний день работы", validators=SENSIBLE_YEARS)
    conflicts = ()

    class Meta:
        model = Agreement
        fields = [
            "number", "date", "contract_number", "contract_date", "content", "form", "start", "end", "payment",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("content", "payment")}
        help_texts = {
            "number": "Если соглашения нумеруют; можно вписать ручкой.",
            "contract_number": "Из личного дела.",
            "content": "Что делает наставник. Полным предложением, без имён: наставляемые встанут сами.",
            "form": "Например: «индивидуальная работа (педагог – педагог)».",
            "payment": "Как будет напечатано: «Ежемесячная стимулирующая выплата … процентов должностного оклада "
            "по Положению об оплате труда».",
        }

    def __init__(self, *args, is_contract=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        if is_contract:
            del self.fields["contract_number"]
            del self.fields["contract_date"]
        for name in ("content", "payment"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST))

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", "Последний день работы должен быть позже начала.")
        return data

    def terms(self) -> dict:
        """What the services take; an outsider has no employment contract."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {"contract_number": "", "contract_date": None, **found}

    def show_conflict(self, present: Agreement, sentence: str) -> None:
        """Keep what was typed beside what stands there now; the next saving goes on from there."""
        show_conflict(self, present, sentence)

    def _post_clean(self):
        """The instance on the page stays as it is in the database: services write, forms only read."""


SCAN = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})


class SignForm(forms.Form):
    """When both sides signed, when the mentor got a copy, the scan."""

    on = PastDateField(label="Когда подписали обе стороны", help_text=DATE_HINT)
    copy_received_on = PastDateField(
        label="Когда наставник получил свой экземпляр", required=False, help_text="Обычно в тот же день."
    )
    scan = forms.FileField(
        label="Скан",
        required=False,
        help_text="PDF, JPG или PNG до 10 МБ. Можно приложить позже.",
        widget=SCAN,
    )


class ScanForm(forms.Form):
    """The scan that comes later."""

    scan = forms.FileField(
        label="Скан подписанного документа",
        help_text="PDF, JPG или PNG до 10 МБ.",
        widget=SCAN,
        error_messages={"required": "Выберите файл скана."},
    )


class EndForm(forms.Form):
    """The last day of the work and why."""

    on = forms.DateField(label="Последний день работы", help_text=DATE_HINT, validators=SENSIBLE_YEARS)
    reason = forms.CharField(
        label="Почему прекращается",
        max_length=300,
        help_text="Например: «приказ № 12/01-02 от 15.10.2026». Личные обстоятельства не пишите.",
        error_messages={"required": "Назовите основание: оно останется в истории."},
    )

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from mentoring.language.gender import gender_from_patronymic
from mentoring.language.names import propose_name_forms
from mentoring.school.models import (
    CalendarDay,
    Direction,
    LegalAct,
    MentoringForm,
    MentoringKind,
    Organisation,
    SchoolYear,
)

# Name of the field: least and most, millimetres and points (ГОСТ Р 7.0.97 gives the least margins).
SHEET_LIMITS = {
    "order_margin_left": (20, 40),
    "working_margin_left": (20, 40),
    "margin_right": (10, 30),
    "margin_top": (20, 40),
    "margin_bottom": (20, 40),
    "font_size": (12, 14),
}


class OrganisationForm(forms.ModelForm):
    """The school's card; the head's name in cases is proposed when the fields are left empty."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    website = forms.URLField(label="Сайт", required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = [
            "full_name", "full_name_genitive", "full_name_dative", "full_name_prepositional", "short_name", "founder",
            "town", "address", "phone", "email", "website", "inn", "ogrn", "charter", "regulation",
            "head_last_name", "head_first_name", "head_patronymic", "head_gender",
            "head_name_genitive", "head_name_dative", "head_name_accusative",
            "head_position", "head_position_genitive", "head_position_dative", "head_position_accusative",
            "order_margin_left", "working_margin_left", "margin_right", "margin_top", "margin_bottom",
            "font_size", "date_style",
        ]  # fmt: skip
        help_texts = {
            "full_name": "Как в уставе: «Муниципальное бюджетное общеобразовательное учреждение…».",
            "full_name_prepositional": "В «…ом бюджетном общеобразовательном учреждении…»",
            "town": "Как пишется в приказе: «г. Приречный».",
            "head_name_genitive": "Оставьте пустым – подскажем.",
            "head_name_dative": "Оставьте пустым – подскажем.",
            "head_name_accusative": "Оставьте пустым – подскажем.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name, (least, most) in SHEET_LIMITS.items():
            if name in self.fields:
                message = f"От {least} до {most}."
                self.fields[name].validators += [
                    MinValueValidator(least, message),
                    MaxValueValidator(most, message),
                ]

    def clean(self):
        data = super().clean()
        if not data.get("head_gender"):
            data["head_gender"] = gender_from_patronymic(data.get("head_patronymic", ""))
        if data.get("head_last_name") and data.get("head_first_name"):
            forms_of_name = propose_name_forms(
                data["head_last_name"],
                data["head_first_name"],
                data.get("head_patronymic", ""),
                data["head_gender"],
            )
            for case in ("genitive", "dative", "accusative"):
                data[f"head_name_{case}"] = data.get(f"head_name_{case}") or getattr(forms_of_name, case)
        return data


class EntryForm(forms.ModelForm):
    class Meta:
        fields = ["name", "definition", "position", "is_active"]


class MentoringFormForm(EntryForm):
    class Meta(EntryForm.Meta):
        model = MentoringForm


class MentoringKindForm(EntryForm):
    class Meta(EntryForm.Meta):
        model = MentoringKind


class DirectionForm(EntryForm):
    class Meta(EntryForm.Meta):
        model = Direction


class LegalActForm(forms.ModelForm):
    url = forms.URLField(label="Ссылка", required=False, assume_scheme="https")

    class Meta:
        model = LegalAct
        fields = ["level", "kind", "date", "number", "title", "citation", "url", "is_in_force"]


class CalendarDayForm(forms.ModelForm):
    class Meta:
        model = CalendarDay
        fields = ["date", "kind", "name"]


class SchoolYearForm(forms.ModelForm):
    class Meta:
        model = SchoolYear
        fields = ["label", "start", "end"]
        help_texts = {"label": "Например: 2026/2027."}

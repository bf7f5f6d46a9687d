from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from mentoring.language.gender import gender_from_patronymic
from mentoring.language.institutions import is_form_of, propose_institution_forms
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


# Field of the school's name in a case: name of the case, and what the person is asked for.
NAME_CASES = {
    "full_name_genitive": ("genitive", "родительном"),
    "full_name_dative": ("dative", "дательном"),
    "full_name_prepositional": ("prepositional", "предложном"),
}


class OrganisationForm(forms.ModelForm):
    """The school's card; names in cases are proposed when the fields are left empty.

    A form that does not go with the full name is doubted once; the person may insist.
    """

    names_checked = forms.BooleanField(
        label="Падежи наименования верны, оставить как набрано", required=False, widget=forms.HiddenInput
    )

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
            "font_size", "date_style", "strict_agreements",
        ]  # fmt: skip
        help_texts = {
            "full_name": "Как в уставе: «Муниципальное бюджетное общеобразовательное учреждение…».",
            "full_name_genitive": "Оставьте пустым – подскажем.",
            "full_name_dative": "Оставьте пустым – подскажем.",
            "full_name_prepositional": "Оставьте пустым – подскажем: «в …ом бюджетном учреждении…».",
            "town": "Как пишется в приказе: «г. Приречный».",
            "head_name_genitive": "Оставьте пустым – подскажем.",
            "head_name_dative": "Оставьте пустым – подскажем.",
            "head_name_accusative": "Оставьте пустым – подскажем.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.order_fields(["full_name", *NAME_CASES, "names_checked"])
        for name in NAME_CASES:
            self.fields[name].required = False
        for name, (least, most) in SHEET_LIMITS.items():
            if name in self.fields:
                message = f"От {least} до {most}."
                self.fields[name].validators += [
                    MinValueValidator(least, message),
                    MaxValueValidator(most, message),
                ]

    def clean(self):
        data = super().clean()
        self._clean_full_name(data)
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

    def _clean_full_name(self, data):
        is_checked = data.pop("names_checked", False)
        full_name = data.get("full_name", "")
        proposed = propose_institution_forms(full_name)
        for name, (case, word) in NAME_CASES.items():
            typed, hint = data.get(name, ""), proposed.get(case, "")
            if name in self.errors or not full_name:
                continue
            if not typed and not hint:
                self.add_error(name, f"Впишите наименование в {word} падеже: подсказать его не получилось.")
            elif not typed:
                data[name] = hint
            elif not is_checked and not is_form_of(typed, full_name):
                self._doubt(name, hint)

    def _doubt(self, name, hint):
        """Ask to look again; a form that went with the former name gives way to the new proposal."""
        self.fields["names_checked"].widget = forms.CheckboxInput()
        if hint and name not in self.changed_data:
            self.data = self.data.copy()
            self.data[self.add_prefix(name)] = hint
            self.add_error(name, "Наименование изменилось: проверьте новую подсказку и сохраните ещё раз.")
            return
        advice = f" Может быть, «{hint}»?" if hint else ""
        self.add_error(
            name, f"Слова не те, что в полном наименовании.{advice} Если всё верно, отметьте это ниже."
        )


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
        fields = [
            "level", "kind", "date", "number", "title", "citation", "citation_genitive", "url", "is_in_force",
            "is_cited", "position",
        ]  # fmt: skip

    def clean(self):
        data = super().clean()
        is_cited = data.get("is_cited")
        if is_cited and not data.get("is_in_force"):
            self.add_error("is_cited", "Акт, который не действует, в преамбуле не называют.")
        if is_cited and not data.get("citation"):
            self.add_error("citation", "Напишите, как назвать акт в преамбуле.")
        return data


class CalendarDayForm(forms.ModelForm):
    class Meta:
        model = CalendarDay
        fields = ["date", "kind", "name"]


class SchoolYearForm(forms.ModelForm):
    class Meta:
        model = SchoolYear
        fields = ["label", "start", "end"]
        help_texts = {"label": "Например: 2026/2027."}

from datetime import date

from django import forms

from mentoring.language.dates import SCHOOL_YEAR_MONTH, school_year_start
from mentoring.workflow.sent_forms import KeyedForm
from registry.people.imports.archive import MAX_FILE_BYTES
from roadmap.plans.enums import ColumnKind
from roadmap.plans.outline import Plan
from roadmap.plans.presets import EMPTY, PRESETS, school_year_words, text_of
from roadmap.plans.terms import FIRST_SUMMER_MONTH
from roadmap.plans.uploads import SENTENCES


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Дорожная карта в Word или Excel",
        max_length=200,
        help_text="Файл .docx или .xlsx до 5 МБ. Текст над таблицей и под ней не мешает.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
        allow_empty_file=True,
        error_messages={
            "required": "Выберите файл с дорожной картой.",
            "max_length": "Имя файла длиннее 200 знаков. Переименуйте его короче и загрузите снова.",
        },
    )

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        # Checked before reading: the size is known from the request.
        if uploaded.size > MAX_FILE_BYTES:
            raise forms.ValidationError(SENTENCES["too_big"])
        return uploaded


class StartForm(KeyedForm):
    """What a new roadmap begins with, and the school year for its terms."""

    preset = forms.ChoiceField(
        label="С чего начать",
        choices=[*((key, text.name) for key, text in PRESETS.items()), (EMPTY, text_of(EMPTY).name)],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите образец или пустую таблицу."},
    )
    first_year = forms.TypedChoiceField(label="Учебный год", coerce=int, help_text="По нему встанут сроки.")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        present = school_year_start(today).year
        years = [(year, school_year_words(year)) for year in (present - 1, present, present + 1)]
        self.fields["first_year"].choices = years
        # From the summer on the next school year is prepared.
        self.initial.setdefault(
            "first_year", present + (FIRST_SUMMER_MONTH <= today.month < SCHOOL_YEAR_MONTH)
        )


class ColumnsForm(forms.Form):
    """One choice for every column of the table."""

    def __init__(self, data=None, *, plan: Plan):
        super().__init__(data)
        for place, column in enumerate(plan.columns):
            heading = " ".join(f"{column.group} {column.heading}".split())
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or f"Столбец {place + 1}",
                choices=ColumnKind.choices,
                initial=column.kind,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self):
        kinds = self.kinds()
        twice = [
            kind.label for kind in ColumnKind if kind != ColumnKind.CUSTOM and kinds.count(kind.value) > 1
        ]
        if twice:
            raise forms.ValidationError(
                f"Два столбца названы одинаково: «{twice[0]}». Оставьте один, второму выберите «другой столбец»."
            )
        if ColumnKind.CONTENT.value not in kinds:
            raise forms.ValidationError(
                "Скажите, в каком столбце мероприятия: без них это не дорожная карта."
            )
        return self.cleaned_data

    def kinds(self) -> list[str]:
        return [self.cleaned_data.get(name, "") for name in self.fields]

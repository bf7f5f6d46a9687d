from itertools import islice

from django import forms
from openpyxl.utils import get_column_letter

from registry.people.imports.columns import Mapping
from registry.people.imports.headings import FIELDS, LABELS
from registry.people.imports.parts import LAST_ROW, MAX_COLUMNS
from registry.people.imports.readings import cell_text
from registry.people.imports.workbook import MAX_FILE_BYTES, SheetRow

NOT_LOADED = [("", "Не загружать")]
SAMPLES = 3


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Список сотрудников в Excel",
        max_length=200,
        help_text="Файл .xlsx до 5 МБ. Подойдёт ваш обычный список: заголовок над таблицей и «Итого» "
        "внизу не мешают.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
        error_messages={
            "required": "Выберите файл со списком сотрудников.",
            "max_length": "Имя файла длиннее 200 знаков. Переименуйте его короче и загрузите снова.",
        },
    )
    sheet = forms.CharField(
        label="Лист",
        max_length=31,
        required=False,
        help_text="Если в книге несколько листов, впишите название нужного. Пусто – лист со списком найдётся сам.",
    )

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        # Checked before reading: the size is known from the request.
        if uploaded.size > MAX_FILE_BYTES:
            raise forms.ValidationError(
                "Файл больше 5 МБ. Список сотрудников столько не занимает: удалите из книги картинки "
                "и лишние листы и загрузите снова."
            )
        return uploaded


class HeaderRowForm(forms.Form):
    header_row = forms.IntegerField(
        label="Строка с заголовками",
        min_value=0,
        max_value=LAST_ROW,
        help_text="Номер, который Excel показывает слева; 0 – заголовков нет.",
    )


class ColumnsForm(forms.Form):
    """One choice for every column of the file; built for a matching and the rows under it."""

    def __init__(self, data=None, *, mapping: Mapping, rows: list[SheetRow]):
        super().__init__(data)
        below = [row for row in rows if row.number > mapping.header_row]
        chosen = {index: key for key, index in mapping.columns.items()}
        width = max([len(mapping.headings), *(len(row.values) for row in below)], default=0)
        choices = NOT_LOADED + [(field.key, field.label) for field in FIELDS if field.key != "number"]
        for index in range(min(width, MAX_COLUMNS)):
            samples = _samples(below, index)
            heading = mapping.headings[index] if index < len(mapping.headings) else ""
            if not heading and not samples:
                continue
            letter = get_column_letter(index + 1)
            field = forms.ChoiceField(
                label=heading or f"Столбец {letter} без заголовка",
                choices=choices,
                required=False,
                initial=chosen.get(index, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            field.samples, field.letter = samples, letter
            self.fields[f"column_{index}"] = field

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for name, key in list(cleaned.items()):
            if not key:
                continue
            if key in taken:
                other = self.fields[taken[key]].label
                self.add_error(name, f"«{LABELS[key]}» уже выбрано для столбца «{other}». Оставьте одно.")
            taken[key] = name
        if "full_name" not in taken and not {"last_name", "first_name"} <= taken.keys():
            raise forms.ValidationError(
                "Укажите, где имена: либо столбец «Фамилия, имя, отчество», либо столбцы «Фамилия» и «Имя»."
            )
        if "full_name" in taken and {"last_name", "first_name", "patronymic"} & taken.keys():
            raise forms.ValidationError(
                "Имена указаны дважды: выберите либо «Фамилия, имя, отчество» одним столбцом, либо части по отдельности."
            )
        return cleaned

    def columns(self) -> dict[str, int]:
        """The matching chosen: field → number of the column from 0."""
        return {key: int(name.removeprefix("column_")) for name, key in self.cleaned_data.items() if key}


def _samples(rows: list[SheetRow], index: int) -> str:
    filled = (cell_text(row.value(index)) for row in rows if row.value(index) is not None)
    return "; ".join(text[:40] for text in islice(filled, SAMPLES))

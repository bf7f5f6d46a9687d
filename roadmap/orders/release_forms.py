"""The rows of a release from duties as they are typed: a lesson, its hours, who takes it; no JavaScript."""

import re

from django import forms

from roadmap.orders.release_lines import LONGEST_LESSONS, MOST_LINES, lines_of

PREFIX = "lessons"
# The name of the button that gives more rows.
MORE = "more_rows"
EXTRA = 3
CELL = re.compile(rf"{PREFIX}-(\d{{1,3}})-(starts_at|ends_at|lessons|substitute)")
NOBODY = ("", "выберите")
BAD_TIME = {"invalid": "Напишите время, например 14:30."}


class LessonForm(forms.Form):
    """One row; an empty one is left out."""

    starts_at = forms.TimeField(label="С", required=False, error_messages=BAD_TIME)
    ends_at = forms.TimeField(label="До", required=False, error_messages=BAD_TIME)
    lessons = forms.CharField(label="Урок и класс", max_length=LONGEST_LESSONS, required=False)
    substitute = forms.ChoiceField(
        label="Кто замещает",
        required=False,
        error_messages={"invalid_choice": "Этого больше нельзя выбрать. Обновите страницу."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["substitute"].choices = [NOBODY, *people]
        for name, field in self.fields.items():
            css = "form-select" if name == "substitute" else "form-control"
            is_wrong = self.is_bound and name in self.errors
            field.widget.attrs["class"] = f"{css} is-invalid" if is_wrong else css

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    def clean(self):
        data = super().clean()
        if self.is_blank:
            return data
        for name in self.fields:
            if name not in self.errors and not data.get(name):
                self.add_error(name, "Заполните или очистите всю строку.")
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "Время «до» должно быть позже времени «с».")
        return data


class LessonRowsBase(forms.BaseFormSet):
    """All rows together."""

    def clean(self):
        if not any(self.errors) and all(row.is_blank for row in self.forms):
            raise forms.ValidationError("Впишите хотя бы один урок: время, урок и класс, кто замещает.")

    def values(self, colleagues) -> list[dict]:
        """Filled rows as the service takes them."""
        rows = [row.cleaned_data for row in self.forms if not row.is_blank]
        chosen = colleagues.in_bulk([int(row["substitute"]) for row in rows])
        return [{**row, "substitute": chosen[int(row["substitute"])]} for row in rows]


# Whatever number of rows a forged page names, one more than the limit is enough to see that there are too many.
LessonRows = forms.formset_factory(
    LessonForm,
    formset=LessonRowsBase,
    extra=EXTRA,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES + 1,
    validate_max=True,
)


def lesson_rows(*data, people, initial) -> LessonRows:
    """The rows of the page; what was sent is compared with nothing."""
    is_sent = bool(data) and data[0] is not None
    words = {"prefix": PREFIX, "form_kwargs": {"people": people}}
    return LessonRows(*data, **words, initial=None if is_sent else initial)


def lessons_of(order, people) -> list[dict]:
    """The lines of a draft as rows to be changed."""
    return [
        {
            "starts_at": line.starts_at,
            "ends_at": line.ends_at,
            "lessons": line.lessons,
            "substitute": line.substitute.pk,
        }
        for line in lines_of(order.facts, people)
    ]


def typed_lessons(typed: dict[str, str]) -> list[dict]:
    """What stands in the rows of a page that asks for more of them, just as it was typed."""
    rows: dict[int, dict] = {}
    for name, value in typed.items():
        found = CELL.fullmatch(name)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = value
    return [row for _, row in sorted(rows.items()) if any(value.strip() for value in row.values())][
        :MOST_LINES
    ]

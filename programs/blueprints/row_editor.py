"""Many rows of a plan on one page, without JavaScript: add, move, remove, paste – nothing typed is lost.

Every button of the page posts the whole form; only «Сохранить» writes. Templates of programmes and plans
of programmes are edited by it alike.
"""

import csv

from django import forms

ADD_AT_ONCE = 3
LONGEST_PLAN = 100
FIRST_ROW = "rows-0-event"
TOO_MANY = f"В плане не больше {LONGEST_PLAN} мероприятий: лишние строки не добавлены. Объедините похожие."
PASTE_COLUMNS = ("date_text", "event", "form", "content")
# A heading copied together with the table.
HEADING_WORDS = {"дата", "мероприятие", "форма", "содержание", "рефлексия", "сроки", "срок", "№", "№ п/п"}


class RowForm(forms.Form):
    """One row of a plan; a wholly empty one is left out."""

    row_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    date_text = forms.CharField(label="Дата", required=False, max_length=120)
    event = forms.CharField(
        label="Мероприятие",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    form = forms.CharField(
        label="Форма", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    content = forms.CharField(
        label="Содержание", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    typed = ("date_text", "event", "form", "content")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control"
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] = "form-control is-invalid"

    def clean_event(self):
        return " ".join(self.cleaned_data["event"].split())

    def clean_form(self):
        return " ".join(self.cleaned_data["form"].split())

    def clean(self):
        data = super().clean()
        if not self.is_blank and not data.get("event") and "event" not in self.errors:
            self.add_error("event", "Напишите, что за мероприятие, или уберите строку.")
        return data

    @property
    def is_blank(self) -> bool:
        """Is there nothing in the row? Then it is not saved."""
        return not any((self[name].value() or "").strip() for name in self.typed)


class RowEditor:
    """The rows as they are on the page now: from the database at first, then as typed.

    `rows` are dicts of raw strings by field name of `form_class`.
    """

    form_class = RowForm

    def __init__(self, rows, *, checked=False, problem=""):
        self.rows, self.problem = rows, problem
        self.forms = [self._form(number, row, checked) for number, row in enumerate(rows)]

    @classmethod
    def of_rows(cls, rows):
        """The editor of saved rows (objects with the fields as attributes); one empty row invites to write."""
        return cls([cls.raw(row) for row in rows] or [{}])

    @classmethod
    def raw(cls, row) -> dict[str, str]:
        """A saved row as strings for the page."""
        return {"row_id": row.pk} | {name: getattr(row, name) for name in cls.form_class.typed}

    @classmethod
    def of_post(cls, data):
        """The editor of what was typed, changed by the button that was pressed."""
        rows = cls._posted(data)
        action, _, place = data.get("action", "").partition(":")
        place = int(place) if place.isdecimal() and int(place) < len(rows) else None
        if action == "save" or (place is None and action not in ("add", "paste")):
            return cls(rows, checked=True)
        added = paste(data.get("paste", "")) if action == "paste" else [{} for _ in range(ADD_AT_ONCE)]
        if action in ("add", "paste"):
            rows = [row for row in rows if any(row.values())] if action == "paste" else rows
            rows, problem = (
                (rows + added)[:LONGEST_PLAN],
                TOO_MANY if len(rows + added) > LONGEST_PLAN else "",
            )
            return cls(rows or [{}], problem=problem)
        return cls(_changed(rows, action, place) or [{}])

    @classmethod
    def _posted(cls, data):
        names = list(cls.form_class.base_fields)
        rows = []
        while any(f"rows-{len(rows)}-{name}" in data for name in names) and len(rows) < LONGEST_PLAN:
            rows.append({name: data.get(f"rows-{len(rows)}-{name}", "") for name in names})
        return rows

    def _form(self, number, row, checked):
        prefix = f"rows-{number}"
        if not checked:
            return self.form_class(initial=row, prefix=prefix)
        return self.form_class({f"{prefix}-{name}": value for name, value in row.items()}, prefix=prefix)

    def is_valid(self) -> bool:
        """Are all rows that have something in them right?"""
        return all(form.is_valid() or form.is_blank for form in self.forms)

    @property
    def cleaned_rows(self) -> list[dict]:
        """The rows to save in their order, without empty ones; `pk` of rows that were saved before."""
        found = []
        for form in self.forms:
            if not form.is_blank:
                row = dict(form.cleaned_data)
                row["pk"] = row.pop("row_id")
                found.append(row)
        return found

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, sentence with the number of the row) for the summary on top."""
        return [
            (form[name].id_for_label, f"Строка {number}, {form.fields[name].label}: {sentence}")
            for number, form in enumerate(self.forms, start=1)
            if form.is_bound and not form.is_blank
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]


def _changed(rows, action, place):
    rows = list(rows)
    if action == "delete":
        rows.pop(place)
    elif action == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif action == "down" and place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    return rows


def paste(text: str) -> list[dict[str, str]]:
    """Rows of a table copied from Word or Excel: columns by tabs, in the order of the plan.

    One column is taken for events; a heading and a column of numbers («1.») are left out.
    """
    lines = [
        [" ".join(cell.split()) for cell in line] for line in csv.reader(text.splitlines(True), "excel-tab")
    ]
    lines = [line for line in lines if any(line) and not _is_heading(line)]
    if lines and all(len(line) > 2 and line[0].rstrip(".").isdecimal() for line in lines):
        lines = [line[1:] for line in lines]
    return [
        {"event": line[0]}
        if len(line) == 1
        else dict(zip(PASTE_COLUMNS, line[: len(PASTE_COLUMNS)], strict=False))
        for line in lines
    ]


def _is_heading(line):
    return all(cell.lower() in HEADING_WORDS for cell in line if cell)

from django import forms

from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS, PastDateField
from registry.people.models import Person
from roadmap.acts.enums import ActKind, ActStampKind
from roadmap.acts.models import LocalAct
from roadmap.acts.queries import people_to_acquaint, proposed_readers
from roadmap.orders.placeholders import has_placeholder
from roadmap.plans.approval_forms import BY_ORDER, BY_STAMP, OrderChoiceField

LONGEST_TEXT = 5000
USUAL_STAMPS, LIMIT_OF_STAMPS = 4, 20
NO_BRACES = "В названии подстановки не действуют: напишите слова без фигурных скобок."
TITLE_HINT = (
    "После слова «Положение»: «о системе (целевой модели) наставничества педагогических работников». Так же акт должен "
    "быть назван в приказе. Название видно на открытой странице проверки, поэтому не пишите в нём фамилий."
)


class ActForm(KeyedForm):
    """A new draft: the kind and the name."""

    kind = forms.ChoiceField(label="Вид", choices=ActKind.choices)
    title = forms.CharField(
        label="Название",
        max_length=350,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=TITLE_HINT,
        error_messages={"required": "Напишите название акта."},
    )

    def clean_title(self):
        title = self.cleaned_data["title"]
        if has_placeholder(title):
            raise forms.ValidationError(NO_BRACES)
        return " ".join(title.split())


class HeaderForm(ActForm):
    """Kind, name and грифы, always with an empty row for one more; a row without «Кем» is left out."""

    key = None
    version = forms.IntegerField(widget=forms.HiddenInput)
    conflicts = ()

    def __init__(self, *args, instance: LocalAct, **kwargs):
        stamps = list(instance.stamps.all())
        super().__init__(*args, initial=_initial(instance, stamps), **kwargs)
        # One empty row more than what is there; of a sent form as many rows as it had.
        sent = sum(f"body_{place}" in self.data for place in range(LIMIT_OF_STAMPS))
        self.stamp_count = min(LIMIT_OF_STAMPS, max(USUAL_STAMPS, len(stamps) + 1, sent))
        for place in range(self.stamp_count):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label="Вид грифа", choices=ActStampKind.choices, required=False
            )
            self.fields[f"body_{place}"] = forms.CharField(
                label="Кем",
                max_length=300,
                required=False,
                help_text="«педагогического совета», «Совета родителей»; для «СОГЛАСОВАНО» – «Председатель профкома».",
            )
            self.fields[f"number_{place}"] = forms.CharField(
                label="Протокол №", max_length=40, required=False
            )
            self.fields[f"date_{place}"] = forms.DateField(
                label="Дата", required=False, help_text=DATE_HINT, validators=SENSIBLE_YEARS
            )

    def stamp_rows(self):
        """Fields of every гриф for the page."""
        names = ("kind", "body", "number", "date")
        return [[self[f"{name}_{place}"] for name in names] for place in range(self.stamp_count)]

    def answer(self) -> dict:
        """What the service takes."""
        data = self.cleaned_data
        stamps = [
            {
                "kind": data[f"kind_{place}"] or ActStampKind.ADOPTED,
                "body": " ".join(data[f"body_{place}"].split()),
                "protocol_number": data[f"number_{place}"].strip(),
                "protocol_date": data[f"date_{place}"],
            }
            for place in range(self.stamp_count)
            if data[f"body_{place}"].strip()
        ]
        return {"kind": data["kind"], "title": data["title"], "stamps": stamps, "version": data["version"]}

    def show_conflict(self, present: LocalAct, sentence: str) -> None:
        """Keep what was typed beside what is saved now, грифы too."""
        values = _initial(present, list(present.stamps.all()))
        show_conflict(self, present, sentence, saved=lambda row, name: values.get(name))


def _initial(act: LocalAct, stamps) -> dict:
    values = {"kind": act.kind, "title": act.title, "version": act.version}
    for place, stamp in enumerate(stamps):
        values |= {f"kind_{place}": stamp.kind, f"body_{place}": stamp.body}
        values |= {f"number_{place}": stamp.protocol_number, f"date_{place}": stamp.protocol_date}
    return values


class ItemForm(forms.Form):
    """The text of a section, a clause or a line; `mark` tells which text the page was opened with."""

    text = forms.CharField(
        label="Текст",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Номер или тире встанут сами.",
        error_messages={"required": "Напишите текст."},
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    parent = forms.TypedChoiceField(label="Куда добавить", coerce=int, required=False, empty_value=None)
    conflicts = ()

    def __init__(self, *args, parents=None, **kwargs):
        super().__init__(*args, **kwargs)
        if parents is None:
            del self.fields["parent"]
            return
        self.fields["parent"].choices = [
            ("", "новым разделом в конец"),
            *((row.item.pk, f"{'– ' * row.depth}{row.number} {row.item.text[:60]}") for row in parents),
        ]


class AttachmentForm(forms.Form):
    """A file that goes with the act."""

    title = forms.CharField(
        label="Название приложения",
        max_length=200,
        help_text="Как оно будет названо в акте: «Шаблон персонализированной программы наставничества».",
    )
    file = forms.FileField(
        label="Файл",
        help_text="PDF, JPG или PNG до 10 МБ, документ Word (.docx) до 5 МБ.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
        error_messages={"required": "Выберите файл."},
    )


class ApprovalForm(forms.Form):
    """By what the act is approved and when it is in force."""

    ground = forms.ChoiceField(
        label="Чем утверждается",
        choices=[
            (BY_ORDER, "приказом, в котором акт назван"),
            (BY_STAMP, "грифом «УТВЕРЖДАЮ» на самом акте"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, чем утверждается акт."},
    )
    order = OrderChoiceField(
        label="Приказ",
        queryset=LocalAct.objects.none(),
        required=False,
        empty_label="выберите зарегистрированный приказ",
        help_text="Только если утверждается приказом.",
    )
    on = PastDateField(label="Дата под «УТВЕРЖДАЮ»", required=False, help_text="Только для грифа.")
    in_force_from = forms.DateField(
        label="Действует с",
        required=False,
        validators=SENSIBLE_YEARS,
        help_text="Если не со дня утверждения. Например, 01.09.2026.",
    )
    in_force_to = forms.DateField(
        label="Действует по", required=False, validators=SENSIBLE_YEARS, help_text="Если срок ограничен."
    )

    def __init__(self, *args, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].queryset = orders

    def clean(self):
        data = super().clean()
        ground = data.get("ground")
        if ground == BY_ORDER and not data.get("order") and "order" not in self.errors:
            self.add_error("order", "Выберите приказ, в котором назван акт.")
        if ground == BY_STAMP and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Укажите дату, которая будет стоять под «УТВЕРЖДАЮ».")
        start, end = data.get("in_force_from"), data.get("in_force_to")
        if start and end and end < start:
            self.add_error("in_force_to", "Последний день действия раньше первого.")
        return data

    def answer(self) -> dict:
        """What the service needs: the fields of the other ground are left out."""
        data = self.cleaned_data
        given = {"in_force_from": data["in_force_from"], "in_force_to": data["in_force_to"]}
        return (
            {**given, "order": data["order"]} if data["ground"] == BY_ORDER else {**given, "on": data["on"]}
        )


class ReturnForm(forms.Form):
    """Why the director sends the act back."""

    comment = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Увидит тот, кто готовит акт.",
        error_messages={"required": "Напишите, что исправить: иначе непонятно, почему акт вернулся."},
    )


class EndForm(forms.Form):
    """The last day of an act that no newer edition supersedes."""

    on = forms.DateField(
        label="Последний день действия", help_text="Например, 31.08.2027.", validators=SENSIBLE_YEARS
    )
    reason = forms.CharField(
        label="На каком основании",
        max_length=300,
        help_text="Например: «приказ № 15/01-02 от 25.08.2027».",
        error_messages={"required": "Назовите основание: оно останется в истории акта."},
    )


class ReadersForm(forms.Form):
    """Who stands on the acquaintance sheet; whoever has read the act already is not asked about."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    people = forms.ModelMultipleChoiceField(
        label="Кто должен прочитать",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Никто не отмечен. Отметьте хотя бы одного человека, который должен прочитать акт.",
            "invalid_choice": "Один из отмеченных людей больше не работает в школе. Список обновлён, проверьте его.",
        },
    )

    def __init__(self, *args, act, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.done = [row for row in rows if row.acquainted_on is not None]
        kept = [row.person_id for row in rows]
        people = people_to_acquaint() | Person.objects.filter(pk__in=kept)
        self.fields["people"].queryset = (
            people.exclude(pk__in=[row.person_id for row in self.done])
            .order_by("sort_key", "pk")
            .prefetch_related("positions")
        )
        self.fields["people"].label_from_instance = _with_post
        if self.done:
            # With them alone the sheet is a sheet still.
            self.fields["people"].label, self.fields["people"].required = "Кто ещё должен прочитать", False
        self.initial["version"] = act.version
        self.initial["people"] = kept or [person.pk for person in proposed_readers()]

    def clean_people(self):
        return [*self.cleaned_data["people"], *(row.person for row in self.done)]


def _with_post(person: Person) -> str:
    gone = "больше не работает" if person.left_on else ""
    return ", ".join(filter(None, (person.full_name, person.position_title, gone)))

"""The form of one item of the agenda: the question, speeches, decisions, votes – all on one page, no JavaScript."""

from django import forms

from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import SENSIBLE_YEARS
from registry.people.models import Person
from roadmap.protocols.enums import SpeechKind
from roadmap.protocols.forms import VersionedForm, label_of
from roadmap.protocols.models import OF_PAIR, OF_PROGRAMME, VOTES, AgendaItem, Protocol
from roadmap.protocols.queries import people_to_name, voters_of

EXTRA = 2
MOST_ROWS = 40
NOBODY = ("", "никого")
TEXT = forms.Textarea(attrs={"rows": 2})


class ItemForm(KeyedForm, VersionedForm):
    """The question with its votes and, where it is about a pair or a programme, what the council decided."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(
        label="Вопрос",
        max_length=400,
        widget=TEXT,
        help_text="Как в повестке: «Об итогах работы наставнических пар за полугодие».",
    )
    outcome = forms.ChoiceField(label="Что решил совет", required=False, widget=forms.RadioSelect)
    amends = forms.ModelChoiceField(
        label="Изменяет решение протокола",
        queryset=Protocol.objects.none(),
        required=False,
        empty_label="ничего не изменяет",
    )
    votes_for = forms.IntegerField(label="За", required=False, min_value=0, max_value=10000)
    votes_against = forms.IntegerField(label="Против", required=False, min_value=0, max_value=10000)
    votes_abstained = forms.IntegerField(label="Воздержались", required=False, min_value=0, max_value=10000)

    def __init__(self, *args, protocol: Protocol, item: AgendaItem | None, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.protocol = protocol
        self.fields["amends"].queryset = others
        outcomes = (
            OF_PAIR if item and item.mentorship_id else OF_PROGRAMME if item and item.programme_id else ()
        )
        self.fields["outcome"].choices = [
            ("", "ещё не решено"),
            *((row.value, row.label) for row in outcomes),
        ]
        if not outcomes:
            del self.fields["outcome"]
        if item is not None:
            del self.fields["key"]
            names = ("title", "outcome", "amends", *VOTES, "version")
            self.initial = {name: getattr(item, name) for name in names} | self.initial

    def clean(self):
        data = super().clean()
        if any(name in self.errors for name in VOTES) or not any(
            data.get(name) is not None for name in VOTES
        ):
            return data
        total, voters = sum(data.get(name) or 0 for name in VOTES), voters_of(self.protocol)
        if total > voters:
            self.add_error(
                "votes_for",
                f"Голосов больше, чем присутствующих: голосуют {voters}, а отметок {total}. "
                "Проверьте числа или список присутствующих.",
            )
        return data

    def votes(self) -> tuple[int, int, int] | None:
        """The three counts, or None when nobody voted; what is left empty beside a count is nought."""
        counts = [self.cleaned_data[name] for name in VOTES]
        if all(count is None for count in counts):
            return None
        return counts[0] or 0, counts[1] or 0, counts[2] or 0


class NamedRow(forms.Form):
    """A row of many; an empty one is left out."""

    typed: tuple[str, ...] = ()

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [NOBODY, *people.choices]
                field.coerce = people.pick
        # Errors are looked at when every list of choices stands: they are found once.
        for name, field in self.fields.items():
            field.widget.attrs["class"] = (
                "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            )
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] += " is-invalid"

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.typed)

    @property
    def cells(self) -> list[tuple[str, list]]:
        """Fields for the page: (the field, how wide it stands)."""
        return list(self.visible_fields())


class SpeechForm(NamedRow):
    """Who was heard or spoke: chosen from the school's list or typed."""

    kind = forms.ChoiceField(label="Что", choices=SpeechKind.choices, required=False)
    person = forms.TypedChoiceField(label="Кто", required=False, empty_value=None)
    name = forms.CharField(label="Или вписать: фамилия, имя, отчество", max_length=200, required=False)
    post = forms.CharField(label="Должность вписанного", max_length=200, required=False)
    text = forms.CharField(label="О чём", max_length=5000, required=False, widget=TEXT)
    typed = ("person", "name", "post", "text")

    def clean(self):
        data = super().clean()
        if self.is_blank or "person" in self.errors:
            return data
        if bool(data.get("person")) == bool((data.get("name") or "").strip()):
            self.add_error("person", "Выберите человека из списка или впишите его – одно из двух.")
        return data

    def row(self) -> dict:
        data = {**self.cleaned_data, "kind": self.cleaned_data["kind"] or SpeechKind.HEARD}
        return {**data, "post": "" if data["person"] else data["post"]}


class PointForm(NamedRow):
    """A decision, who answers for it and by when."""

    text = forms.CharField(label="Решение", max_length=5000, required=False, widget=TEXT)
    responsible = forms.TypedChoiceField(label="Кто отвечает", required=False, empty_value=None)
    due_on = forms.DateField(label="Срок", required=False, validators=SENSIBLE_YEARS)
    typed = ("text", "responsible", "due_on")

    def clean(self):
        data = super().clean()
        if not self.is_blank and not (data.get("text") or "").strip():
            self.add_error("text", "Напишите решение или очистите строку.")
        return data

    def row(self) -> dict:
        return self.cleaned_data


class ColleaguesList:
    """Who may be chosen, asked once for all rows of the page."""

    def __init__(self, also=()):
        rows = {person.pk: person for person in people_to_name()}
        missing = [pk for pk in also if pk not in rows]
        rows |= (
            Person.objects.filter(pk__in=missing).prefetch_related("positions").in_bulk() if missing else {}
        )
        self.by_pk = rows
        self.choices = [(str(pk), label_of(person)) for pk, person in rows.items()]

    def pick(self, value) -> Person:
        """The person of a choice; raises ValueError for somebody who is not on the list."""
        person = self.by_pk.get(int(value))
        if person is None:
            raise ValueError(value)
        return person


class SpeechRowsBase(forms.BaseFormSet):
    """The first to be written down is heard, those after speak on it."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index:
            form.fields["kind"].initial = SpeechKind.SPOKE


# Whatever number of rows a forged page names, one more than the limit is enough to see that there are too many.
LIMITS = {"extra": EXTRA, "max_num": MOST_ROWS, "absolute_max": MOST_ROWS + 1, "validate_max": True}
SpeechRows = forms.formset_factory(SpeechForm, formset=SpeechRowsBase, **LIMITS)
PointRows = forms.formset_factory(PointForm, **LIMITS)


class ItemPage:
    """The three parts of the page together: valid when all are, saved as one."""

    def __init__(self, protocol, item, others, data=None):
        speeches = list(item.speeches.all()) if item else []
        points = list(item.points.all()) if item else []
        also = [row.person_id for row in speeches] + [row.responsible_id for row in points]
        people = {"people": ColleaguesList([pk for pk in also if pk])}
        self.form = ItemForm(data, protocol=protocol, item=item, others=others)
        # What was sent is compared with nothing: rows may have been changed by somebody else meanwhile.
        if data is not None:
            speeches = points = []
        self.speeches = SpeechRows(
            data, prefix="speech", form_kwargs=people, initial=[_initial(row, "person") for row in speeches]
        )
        self.points = PointRows(
            data, prefix="point", form_kwargs=people, initial=[_initial(row, "responsible") for row in points]
        )

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.speeches.is_valid(), self.points.is_valid()])

    def values(self) -> dict:
        """What the service takes."""
        data = self.form.cleaned_data
        return {
            "title": data["title"],
            "key": data.get("key", ""),
            "version": data["version"],
            "outcome": data.get("outcome", ""),
            "amends": data["amends"],
            "votes": self.form.votes(),
            "speeches": [row.row() for row in self.speeches if not row.is_blank],
            "points": [row.row() for row in self.points if not row.is_blank],
        }


def _initial(row, person: str) -> dict:
    names = ("kind", "name", "post", "text") if person == "person" else ("text", "due_on")
    return {name: getattr(row, name) for name in names} | {person: getattr(row, f"{person}_id")}

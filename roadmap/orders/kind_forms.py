"""Forms that a kind of order asks for: what it is about, people, typed facts; and the form of its sample."""

from collections.abc import Mapping

from django import forms
from django.core.validators import MaxLengthValidator

from mentoring.workflow.sent_forms import KeyedForm
from programs.programmes.models import Programme
from programs.programmes.queries import with_people as with_sides
from registry.pairs.enums import MentorshipStatus
from registry.pairs.forms import SENSIBLE_YEARS
from registry.pairs.models import Mentorship
from registry.pairs.queries import agreed_mentorships, with_people
from registry.people.enums import PersonKind
from registry.people.models import Person
from roadmap.orders.attachments import acts_to_approve, roadmaps_to_approve
from roadmap.orders.enums import OrderRole
from roadmap.orders.kinds.shape import Fact, FactKind, Kind, Need
from roadmap.orders.models import Order
from roadmap.orders.particulars import LONGEST, opened_facts
from roadmap.orders.queries import targets_for_user
from roadmap.orders.release_forms import lesson_rows, lessons_of
from roadmap.orders.release_lines import LINES
from roadmap.orders.sample_models import SampleVersion

CHOOSE = {
    "required": "Выберите из списка.",
    "invalid_choice": "Этого больше нельзя выбрать. Обновите страницу.",
}
# What is missing, and where it comes from, when there is nothing to choose.
NONE = {
    Need.AGREED_PAIR: "Выбрать пока не из чего: приказ готовят, когда обе стороны согласились на пару.",
    Need.ACTIVE_PAIR: "Действующих пар и групп сейчас нет.",
    Need.PROGRAMME: "Программ действующих пар и групп сейчас нет.",
    Need.ORDER: "Зарегистрированных приказов, о которых можно издать такой, сейчас нет.",
    Need.ROADMAP: "Проектов дорожных карт сейчас нет. Их готовят в разделе «Дорожные карты».",
}
DAY_HINT = "Например, 01.09.2026."


class KindForm(KeyedForm):
    """One short form a kind: what the order is about, whom it names, what is typed for it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args, kind: Kind, user, order: Order | None = None, people=None, lessons=None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.kind = kind
        # Who takes which lesson, a row each.
        self.lessons = None
        if kind.has_release_lines:
            given = lessons_of(order, people or {}) if lessons is None and order else lessons
            rows = [(person.pk, person.full_name) for person in colleagues()]
            self.lessons = lesson_rows(*args, people=rows, initial=given)
        if order is None:
            self.fields["application"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self._ask_subject(user)
        else:
            self.fields["version"].initial = order.version
        if kind.needs_curator:
            self.fields["curator"] = person_field(kind.curator_label)
        for role in kind.asked_roles:
            make = people_field if role.many else person_field
            self.fields[f"role_{role.role}"] = make(
                role.label, required=role.is_required, help_text=role.help_text, role=role.role
            )
        for fact in kind.facts:
            self.fields[f"fact_{fact.name}"] = fact_field(fact)
        self._ask_whose_document()
        if order is not None:
            self._open(order, people or {})

    def _ask_subject(self, user):
        fields = {
            Need.AGREED_PAIR: ("mentorship", "Пара или группа", agreed_mentorships()),
            Need.ACTIVE_PAIR: ("mentorship", "Пара или группа", active_mentorships()),
            Need.PROGRAMME: ("programme", "Программа", programmes_to_decide()),
            Need.ORDER: ("target", "Какой приказ", targets_for_user(user, self.kind.kind)),
        }
        if self.kind.need in fields:
            name, label, rows = fields[self.kind.need]
            self.fields[name] = SubjectField(
                label=label,
                queryset=rows,
                error_messages=CHOOSE,
                empty_label="выберите",
                help_text="" if rows.exists() else NONE[self.kind.need],
            )
        if self.kind.need == Need.ROADMAP:
            choices = [("", "выберите"), *roadmaps_to_approve()]
            self.fields["roadmap"] = forms.TypedChoiceField(
                label="Дорожная карта",
                choices=choices,
                coerce=int,
                error_messages=CHOOSE,
                help_text="" if choices[1:] else NONE[Need.ROADMAP],
            )
        if self.kind.may_take_papers:
            self.fields["act"] = paper_field(
                "Положение, приложение к приказу",
                acts_to_approve(),
                none="Проектов локальных актов сейчас нет. Их готовят в «Приказы» → «Ещё» → «Локальные акты».",
            )
            self.fields["roadmap"] = paper_field(
                "Дорожная карта, приложение к приказу",
                roadmaps_to_approve(),
                none=NONE[Need.ROADMAP],
            )

    def _ask_whose_document(self):
        """Whose application it is is asked after what it is, and before its date."""
        whose, dated = f"role_{OrderRole.PETITIONER}", "fact_requested_on"
        if whose in self.fields and dated in self.fields:
            names = [name for name in self.fields if name != whose]
            names.insert(names.index(dated), whose)
            self.order_fields(names)
            self.fields[whose].empty_label = "не указывать"

    def _open(self, order, people):
        self.initial |= {
            f"fact_{name}": value for name, value in opened_facts(self.kind, order.facts).items()
        }
        self.initial["curator"] = order.curator_id
        for role in self.kind.asked_roles:
            chosen = [person.pk for person in people.get(role.role, ())]
            self.initial[f"role_{role.role}"] = chosen if role.many else next(iter(chosen), None)

    def is_valid(self) -> bool:
        if self.lessons is None or self.lessons.is_valid():
            return super().is_valid()
        if self.is_bound:
            self.add_error(None, "Проверьте строки замещения: в них что-то не так.")
        return False

    def particulars(self) -> dict[str, object]:
        """Cleaned values as the services take them: people by role, facts by name, the curator."""
        data = self.cleaned_data
        people = {}
        for role in self.kind.asked_roles:
            value = data[f"role_{role.role}"]
            people[role.role] = list(value) if role.many else [value] if value else []
        facts = {fact.name: data[f"fact_{fact.name}"] for fact in self.kind.facts}
        if self.lessons is not None:
            facts[LINES] = self.lessons.values(colleagues())
        return {"people": people, "facts": facts, "curator": data.get("curator")}

    def subject(self) -> dict[str, object]:
        """What the order is about, as the service takes it."""
        names = ("mentorship", "programme", "target", "roadmap", "act", "application")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def paper_field(label, rows, *, none):
    """A draft that the order approves together with itself; `none` says where drafts are made when there is none."""
    taken = "Проект, который утверждается вместе с приказом; пока проект приказа есть, он не меняется."
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", "не прикладывать"), *rows],
        coerce=int,
        empty_value=None,
        error_messages=CHOOSE,
        help_text=taken if rows else none,
    )


class LongTickList(forms.CheckboxSelectMultiple):
    """Tick boxes that scroll in a box of their own: the whole school stands there, whoever is ticked first."""

    scrolls = True

    def optgroups(self, name, value, attrs=None):
        return sorted(super().optgroups(name, value, attrs), key=lambda group: not group[1][0]["selected"])


class SubjectField(forms.ModelChoiceField):
    """Pairs, programmes and orders named so that they are told apart."""

    def label_from_instance(self, row):
        if isinstance(row, Programme):
            return f"{row.title} ({row.mentorship.title})"
        if isinstance(row, Order):
            return f"№ {row.number} от {row.date:%d.%m.%Y} «{row.title}»"
        return str(row)


def active_mentorships():
    """Pairs in force, with their people."""
    return with_people(Mentorship.objects.filter(status=MentorshipStatus.ACTIVE))


def programmes_to_decide():
    """Programmes whose pair is in force: an order may end, prolong or change them."""
    return with_sides(Programme.objects.filter(mentorship__status=MentorshipStatus.ACTIVE))


def colleagues():
    """Whom an order may name: everybody who works here or comes from a partner, no pupils."""
    return Person.objects.filter(left_on__isnull=True, erased_on__isnull=True).exclude(kind=PersonKind.PUPIL)


def person_field(label, *, required=True, help_text="", role=""):
    """One person out of the school's list; a new mentor out of the bank."""
    rows = colleagues()
    if role == OrderRole.SUCCESSOR:
        rows = rows.filter(mentor_entry__isnull=False)
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        required=required,
        help_text=help_text,
        error_messages=CHOOSE,
        empty_label="выберите" if required else "никого",
    )


def people_field(label, *, required=True, help_text="", role=""):
    """Several people: tick boxes in a box of their own."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=colleagues(),
        required=required,
        help_text=help_text,
        widget=LongTickList,
        error_messages={**CHOOSE, "required": "Отметьте хотя бы одного человека."},
    )


def fact_field(fact: Fact) -> forms.Field:
    """The field of a typed fact."""
    words: Mapping[str, object] = {
        "label": fact.label,
        "required": fact.is_required,
        "help_text": fact.help_text,
        "initial": fact.initial or None,
    }
    if fact.kind == FactKind.DAY:
        hint = fact.help_text or DAY_HINT
        return forms.DateField(**{**words, "help_text": hint}, validators=SENSIBLE_YEARS)
    if fact.kind == FactKind.TIME:
        widget = forms.TimeInput(format="%H:%M")
        invalid = {"invalid": "Напишите время, например 14:30."}
        return forms.TimeField(**words, widget=widget, error_messages=invalid)
    if fact.kind == FactKind.CHOICE:
        choices = [(key, label) for key, label, _ in fact.choices]
        return forms.ChoiceField(**words, choices=choices, widget=forms.RadioSelect)
    if fact.kind == FactKind.TICK:
        return forms.BooleanField(**words)
    long = fact.kind in (FactKind.TEXT, FactKind.LINES)
    widget = forms.Textarea(attrs={"rows": 3 if fact.kind == FactKind.TEXT else 6}) if long else None
    return forms.CharField(**words, max_length=LONGEST[fact.kind], widget=widget)


class SampleForm(forms.ModelForm):
    """The school's wording of a kind: items a line each, a sub-item begins with a dash."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SampleVersion
        fields = ["title", "preamble", "items", "control", "annex_title", "note"]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "preamble": forms.Textarea(attrs={"rows": 4}),
            "items": forms.Textarea(attrs={"rows": 14}),
            "control": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": "Без точки в конце и без фамилий: заголовок виден при проверке документа.",
            "items": "Каждый пункт с новой строки. Подпункт начинается с тире, номера встанут сами.",
            "note": "Чтобы потом понять, зачем меняли.",
        }

    def __init__(self, *args, kind: Kind, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "preamble", "items", "control"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "Заполните: без этого приказа не составить."
        for name in ("preamble", "items", "control"):
            self.fields[name].validators.append(MaxLengthValidator(20_000))
        if not kind.titles_annex:
            del self.fields["annex_title"]

    def _post_clean(self):
        """The service writes and judges the placeholders."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from mentoring.accounts.models import User
from mentoring.language.cases import OBLIQUE_CASES
from mentoring.language.fullnames import normalise_name
from mentoring.language.titles import normalise_position
from mentoring.workflow.conflicts import show_conflict
from registry.people.card import QUESTIONS
from registry.people.enums import PersonKind
from registry.people.models import Person, Position, Representative
from registry.people.queries import namesakes

# Special categories of data are not asked for and not wanted (ПП 1119; 152-ФЗ, ст. 10).
NOTHING_PRIVATE = "Не пишите о здоровье, национальности, взглядах, семье и паспортных данных."
NAMES = ("last_name", "first_name", "patronymic", "gender")
WORK = ("category", "category_note", "teaching_years")
WORK_OF_KIND = {
    PersonKind.TEACHER: (
        "positions", *WORK, "total_years", "subjects", "education", "hired_on", "personnel_number",
    ),
    PersonKind.EXTERNAL: ("organisation_name", "positions", *WORK, "subjects", "education"),
    PersonKind.PUPIL: (),
}  # fmt: skip
CONTACTS_OF_KIND = {
    PersonKind.TEACHER: ("phone", "email", "birth_date", "note"),
    PersonKind.EXTERNAL: ("phone", "email", "note"),
    PersonKind.PUPIL: ("birth_date", "phone", "email", "note"),
}
LONGEST_TITLE = Position._meta.get_field("title").max_length


class VersionedForm(forms.ModelForm):
    """A form that knows which state of the card it was opened on, and can show both texts of a conflict."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    conflicts = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def show_conflict(self, present, sentence):
        """Keep what was typed, show it beside what the card holds now, let the next saving go on from there."""
        show_conflict(self, present, sentence, saved=current_value)


class PersonForm(VersionedForm):
    """The card, with the fields of its kind only; a pupil's comes with the representative."""

    positions = forms.CharField(
        label="Должности",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Каждая с новой строки. Первая – основная, она пишется в приказах.",
    )
    is_namesake = forms.BooleanField(label="Это однофамилец, нужна вторая карточка", required=False)

    class Meta:
        model = Person
        fields = (
            "last_name", "first_name", "patronymic", "gender", "organisation_name", "positions", "category",
            "category_note", "teaching_years", "total_years", "subjects", "education", "birth_date",
            "personnel_number", "hired_on", "phone", "email", "note",
        )  # fmt: skip
        help_texts = {
            "patronymic": "Оставьте пустым, если его нет в документах.",
            "gender": "Если не указать, программа возьмёт его из отчества.",
            "subjects": "Через запятую: «алгебра, геометрия».",
            "note": f"Человек видит примечание в своей карточке. {NOTHING_PRIVATE}",
        }
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("birth_date", "hired_on")
        }

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        kind = PersonKind(instance.kind)
        kept = [*NAMES, "is_namesake", *WORK_OF_KIND[kind], *CONTACTS_OF_KIND[kind], "version"]
        for name in set(self.fields) - set(kept):
            del self.fields[name]
        self.order_fields(kept)
        name_the_blank(self, gender="по отчеству", category="не указана")
        if "organisation_name" in self.fields:
            self.fields["organisation_name"].required = True
        if instance.pk and "positions" in self.fields:
            self.initial["positions"] = current_value(instance, "positions")
        self.asks_namesake = not instance.pk
        if not self.asks_namesake or not self.is_bound:
            del self.fields["is_namesake"]
        self.representative = (
            RepresentativeForm.for_pupil(data, instance) if kind == PersonKind.PUPIL else None
        )

    @property
    def helper(self):
        """The layout: three groups of fields; made late, because a question may have come up."""
        kind = PersonKind(self.instance.kind)
        groups = (("Имя", (*NAMES, "is_namesake")), ("Работа", WORK_OF_KIND[kind]))
        groups += (("Контакты и личное", CONTACTS_OF_KIND[kind]),)
        helper = FormHelper()
        helper.form_tag = helper.disable_csrf = False
        helper.render_hidden_fields = True
        helper.layout = Layout()
        for legend, names in groups:
            shown = [name for name in names if name in self.fields]
            if shown:
                helper.layout.append(Fieldset(legend, *shown))
        return helper

    def clean_last_name(self):
        return normalise_name(self.cleaned_data["last_name"])

    def clean_first_name(self):
        return normalise_name(self.cleaned_data["first_name"])

    def clean_patronymic(self):
        return normalise_name(self.cleaned_data["patronymic"])

    def clean_positions(self):
        titles = list(filter(None, map(normalise_position, self.cleaned_data["positions"].splitlines())))
        if any(len(title) > LONGEST_TITLE for title in titles):
            raise forms.ValidationError(f"Сократите должность: не больше {LONGEST_TITLE} знаков в строке.")
        return "\n".join(dict.fromkeys(titles))

    def clean(self):
        data = super().clean()
        if self.asks_namesake and data.get("last_name") and data.get("first_name"):
            self._ask_about_namesake(data)
        born, hired = data.get("birth_date"), data.get("hired_on")
        if born and hired and hired <= born:
            self.add_error("hired_on", "Дата приёма раньше даты рождения. Проверьте обе даты.")
        return data

    def _ask_about_namesake(self, data):
        found = namesakes(data["last_name"], data["first_name"], data.get("patronymic", "")).first()
        if not found:
            del self.fields["is_namesake"]
        elif not data.get("is_namesake"):
            about = found.position_title or found.get_kind_display()
            self.add_error(
                "is_namesake",
                f"Карточка с таким именем уже есть: {found.full_name}, {about}. "
                "Если это другой человек, поставьте отметку.",
            )

    def is_valid(self):
        own = super().is_valid()
        return own and self.representative.is_valid() if self.representative else own

    def values(self):
        """What the services take."""
        data = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        data.pop("version", None)
        if "positions" in data:
            data["positions"] = data["positions"].splitlines()
        if self.representative:
            data["representative"] = self.representative.cleaned_data
        if self.asks_namesake:
            data["is_namesake"] = data.get("is_namesake", False)
        return data


class RepresentativeForm(forms.ModelForm):
    """The legal representative of a pupil, who signs the consents for the pupil."""

    class Meta:
        model = Representative
        fields = ("last_name", "first_name", "patronymic", "gender", "relation", "authority", "phone")
        help_texts = {
            "authority": "Для опекуна или попечителя: «акт органа опеки от 01.02.2024 № 15».",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_blank(self, gender="по отчеству")

    @classmethod
    def for_pupil(cls, data, pupil):
        known = Representative.objects.filter(pupil=pupil).first() if pupil.pk else None
        return cls(data, instance=known or Representative(), prefix="representative")


class OwnCardForm(VersionedForm):
    """What people mend on their own card."""

    class Meta:
        model = Person
        fields = ("phone", "email", "education", "subjects")
        help_texts = {"subjects": "Через запятую: «алгебра, геометрия»."}


class CaseFormsForm(forms.Form):
    """Four case forms of one name or position, each asked by its question."""

    def __init__(self, data=None, *, owner, prefix, stored):
        super().__init__(data, prefix=prefix, initial=stored)
        self.owner = owner
        for case in OBLIQUE_CASES:
            self.fields[case.value] = forms.CharField(label=QUESTIONS[case.value], max_length=300)

    def clean(self):
        data = super().clean()
        if not isinstance(self.owner, Person):
            return data
        words = len(self.owner.full_name.split())
        for name, value in list(data.items()):
            if len(value.split()) != words:
                sentence = f"Нужно столько же слов, сколько в имени «{self.owner.full_name}»."
                self.add_error(name, sentence)
        return data


class DismissalForm(forms.Form):
    on = forms.DateField(
        label="Дата увольнения", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def name_the_blank(form, **words):
    """Say what an unanswered choice means instead of a row of dashes."""
    for name, word in words.items():
        if name in form.fields:
            choices = form.fields[name].choices
            form.fields[name].choices = [(value, label if value else word) for value, label in choices]


def current_value(person, name):
    """The value of the card as the form would hold it."""
    if name == "positions":
        return "\n".join(position.title for position in person.positions.all())
    return getattr(person, name)


class NewAccountForm(forms.Form):
    """A new account for the person of the card; the name comes from the card."""

    username = forms.SlugField(
        label="Имя для входа",
        max_length=60,
        allow_unicode=True,
        help_text="Буквы, цифры, знак «-» или «_», без пробелов. Например: ivanova.",
    )
    email = forms.EmailField(
        label="Электронная почта", required=False, help_text="Для писем о парах и программах."
    )


class LinkForm(forms.Form):
    """One of the accounts that belong to nobody's card yet."""

    user = forms.ModelChoiceField(
        label="Учётная запись",
        queryset=User.objects.filter(person__isnull=True, is_active=True),
        error_messages={
            "required": "Выберите учётную запись.",
            "invalid_choice": "Эта учётная запись уже связана с другой карточкой. Выберите снова.",
        },
    )

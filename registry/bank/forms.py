from django import forms
from django.utils import timezone

from mentoring.school.models import Direction, MentoringForm, MentoringKind
from registry.bank.enums import EntryState, MenteeCategory
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.rules import capacity_problem
from registry.people.forms import NOTHING_PRIVATE

DAY = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "дд.мм.гггг"})
DAY_ERRORS = {"invalid": "Напишите дату так: 12.01.2026.", "required": "Укажите дату."}
TEXT = forms.Textarea(attrs={"rows": 3})
OFFERED = {"directions": Direction, "forms": MentoringForm, "kinds": MentoringKind}


class EntryForm(forms.ModelForm):
    """What both banks share: tick lists of the school's words; anketa texts only under a consent (L-10)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    personal: tuple[str, ...] = ()

    def __init__(self, *args, has_consent=True, **options):
        super().__init__(*args, **options)
        self.fields["version"].initial = self.instance.version
        if not self.instance.pk:
            self.fields.pop("version")
        if not has_consent:
            for name in self.personal:
                self.fields.pop(name, None)
        for name in ("mode", "request_source"):
            if name in self.fields:
                field = self.fields[name]
                field.choices = [("", "не указано"), *(row for row in field.choices if row[0])]
        for name, model in OFFERED.items():
            if name in self.fields:
                self.fields[name].queryset = self._offered(name, model)

    def _offered(self, name, model):
        # A word switched off is not offered, but stays where it was chosen before.
        rows = model.objects.filter(is_active=True)
        if self.instance.pk:
            rows = rows | model.objects.filter(pk__in=getattr(self.instance, name).values("pk"))
        return rows.distinct()


class MentorForm(EntryForm):
    personal = ("competencies", "achievements", "qualities", "weekly_hours")
    max_mentees = forms.IntegerField(
        label="Наставляемых не больше",
        min_value=1,
        max_value=30,
        initial=2,
        error_messages={
            "min_value": "У наставника может быть от 1 до 30 наставляемых.",
            "max_value": "У наставника может быть от 1 до 30 наставляемых.",
            "invalid": "Напишите целое число.",
        },
    )

    class Meta:
        model = MentorEntry
        fields = [
            "directions", "forms", "kinds", "max_mentees", "mode",
            "competencies", "achievements", "qualities", "weekly_hours",
        ]  # fmt: skip
        widgets = {
            "directions": forms.CheckboxSelectMultiple,
            "forms": forms.CheckboxSelectMultiple,
            "kinds": forms.CheckboxSelectMultiple,
            "competencies": TEXT,
            "achievements": TEXT,
            "qualities": TEXT,
        }
        help_texts = {
            "competencies": NOTHING_PRIVATE,
            "achievements": NOTHING_PRIVATE,
            "qualities": NOTHING_PRIVATE,
            "weekly_hours": "Например: «2 часа».",
        }

    def clean_max_mentees(self):
        wanted = self.cleaned_data["max_mentees"]
        # The form has not touched the entry yet: its own limit is still the stored one.
        problem = capacity_problem(self.instance, wanted, timezone.localdate()) if self.instance.pk else ""
        if problem:
            raise forms.ValidationError(problem)
        return wanted


class MenteeForm(EntryForm):
    personal = ("request", "request_source", "strengths", "wishes")

    class Meta:
        model = MenteeEntry
        fields = ["category", "directions", "mode", "request", "request_source", "strengths", "wishes"]
        widgets = {
            "directions": forms.CheckboxSelectMultiple,
            "request": TEXT,
            "strengths": TEXT,
            "wishes": TEXT,
        }
        help_texts = {
            "request": f"В чём нужна помощь – словами самого человека. {NOTHING_PRIVATE}",
            "strengths": NOTHING_PRIVATE,
            "wishes": NOTHING_PRIVATE,
        }


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        return ", ".join(part for part in (person.full_name, person.position_title) if part)


class AddForm(forms.Form):
    """A tick list of people who are not in the bank yet."""

    people = PeopleField(
        label="Кого включить",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Отметьте хотя бы одного человека.",
            "invalid_choice": "Кто-то из отмеченных уже в банке. Откройте страницу заново.",
            "invalid_pk_value": "Список испорчен. Откройте страницу заново.",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["people"].queryset = people


class AddMenteesForm(AddForm):
    category = forms.ChoiceField(
        label="Категория тех, кому её нельзя подсказать",
        choices=MenteeCategory.choices,
        help_text="Кому не больше 35 лет и стаж не больше 3 лет, получат категорию «молодой / начинающий "
        "специалист»; принятым за последний год со стажем больше 3 лет – «пришедший с опытом».",
    )
    field_order = ["category", "people"]


class LeaveForm(forms.Form):
    on = forms.DateField(label="Дата исключения", widget=DAY, error_messages=DAY_ERRORS)
    reason = forms.CharField(
        label="Почему",
        max_length=300,
        help_text=NOTHING_PRIVATE,
        error_messages={"required": "Напишите, почему запись исключается: причина останется в истории."},
    )

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("Дата исключения ещё не наступила.")
        return self.cleaned_data["on"]


class BankFilter(forms.Form):
    """Filters of a list; what cannot be read in the address is left out."""

    q = forms.CharField(label="ФИО", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Состояние", required=False, choices=[("", "в банке и ожидают"), *EntryState.choices]
    )
    direction = forms.ModelChoiceField(
        Direction.objects.all(), label="Направление", required=False, empty_label="любое"
    )
    review = forms.BooleanField(label="Не актуализировали больше года", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "form-select"

    @property
    def chosen(self) -> dict:
        """The filters in force by name."""
        if not hasattr(self, "cleaned_data"):
            self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def words(self) -> dict[str, str]:
        """The same as they stand in the address."""
        return {
            name: "1" if value is True else str(getattr(value, "pk", value))
            for name, value in self.chosen.items()
        }


class MentorFilter(BankFilter):
    form = forms.ModelChoiceField(
        MentoringForm.objects.all(), label="Форма", required=False, empty_label="любая"
    )
    kind = forms.ModelChoiceField(
        MentoringKind.objects.all(), label="Вид", required=False, empty_label="любой"
    )
    field_order = ["q", "state", "direction", "form", "kind", "review"]


class MenteeFilter(BankFilter):
    category = forms.ChoiceField(
        label="Категория", required=False, choices=[("", "любая"), *MenteeCategory.choices]
    )
    field_order = ["q", "state", "category", "direction", "review"]

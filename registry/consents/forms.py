from django import forms
from django.db.models import TextChoices
from django.utils import timezone

from mentoring.documents.uploads import check_upload
from registry.consents.enums import ConsentKind, DistributionField
from registry.consents.matrix import Lack, PeopleGroup, needed_blanks
from registry.people.forms import NOTHING_PRIVATE
from registry.people.models import Person

NOBODY = "Отметьте хотя бы одного человека."
FUTURE = "Дата ещё не наступила. Укажите дату, которая стоит под подписью."


class DayField(forms.DateField):
    """A date typed as «12.01.2026»."""

    def __init__(self, **options):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "дд.мм.гггг"}
        options.setdefault("widget", forms.DateInput(attrs=attrs))
        options.setdefault(
            "error_messages",
            {"invalid": "Напишите дату так: 12.01.2026.", "required": "Укажите дату."},
        )
        super().__init__(**options)


class PeopleFilter(forms.Form):
    """Whose consents to show; unknown words in the address are left out."""

    q = forms.CharField(label="ФИО", required=False, max_length=100, strip=True)
    group = forms.ChoiceField(
        label="Кто", required=False, choices=[("", "все работающие"), *PeopleGroup.choices]
    )
    lack = forms.ChoiceField(label="Чего нет", required=False, choices=[("", "неважно"), *Lack.choices])

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force; what cannot be read counts as not chosen."""
        if not hasattr(self, "cleaned_data"):
            self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DatesForm(forms.Form):
    """The date under the signature and how long the consent holds."""

    given_on = DayField(label="Дата согласия", help_text="Дата, которая стоит под подписью.")
    valid_until = DayField(
        label="Действует по", required=False, help_text="Оставьте пустым – до ближайшего 31 августа."
    )

    def clean_given_on(self):
        given_on = self.cleaned_data["given_on"]
        if given_on > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        return given_on

    def clean(self):
        data = super().clean()
        given_on, valid_until = data.get("given_on"), data.get("valid_until")
        if given_on and valid_until and valid_until < given_on:
            self.add_error("valid_until", "Срок действия кончается раньше даты согласия.")
        return data


class ScanField(forms.FileField):
    """A scan that is looked into before anything is written."""

    def __init__(self, **options):
        attrs = {"accept": ".pdf,.jpg,.jpeg,.png"}
        options.setdefault("widget", forms.FileInput(attrs=attrs))
        options.setdefault("help_text", "PDF, JPG или PNG до 10 МБ.")
        super().__init__(**options)

    def clean(self, data, initial=None):
        uploaded = super().clean(data, initial)
        if uploaded:
            check_upload(uploaded)
            uploaded.seek(0)
        return uploaded


class PaperForm(DatesForm):
    """One consent received on paper."""

    scan = ScanField(label="Скан", required=False)

    def __init__(self, *args, kind, **options):
        super().__init__(*args, **options)
        if kind == ConsentKind.DISTRIBUTION:
            self.fields["fields_allowed"] = forms.MultipleChoiceField(
                label="Что разрешено распространять",
                choices=DistributionField.choices,
                widget=forms.CheckboxSelectMultiple,
                help_text="Как отмечено в бумаге словом «да».",
                error_messages={"required": "Отметьте то, что в бумаге отмечено словом «да»."},
            )


class ScreenForm(forms.Form):
    """One's own consent: nothing is ticked beforehand."""

    text = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, kind, **options):
        super().__init__(*args, **options)
        if kind == ConsentKind.DISTRIBUTION:
            self.fields["fields_allowed"] = forms.MultipleChoiceField(
                label="Что разрешаю распространять",
                choices=DistributionField.choices,
                widget=forms.CheckboxSelectMultiple,
                help_text="Каждая строка – отдельное решение. Что не отмечено, распространять нельзя.",
                error_messages={"required": "Отметьте хотя бы одну строку или не давайте это согласие."},
            )
        else:
            self.fields["has_read"] = forms.BooleanField(
                label="Текст прочитан, согласие даю свободно",
                error_messages={"required": "Поставьте отметку, если согласны с текстом."},
            )


class ScanForm(forms.Form):
    scan = ScanField(label="Скан подписанного листа")


class WithdrawForm(forms.Form):
    on = DayField(label="Дата отзыва")
    note = forms.CharField(
        label="Как отозвано",
        required=False,
        max_length=300,
        help_text=f"Например: «заявление от 12.11.2026». {NOTHING_PRIVATE}",
    )

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("Дата отзыва ещё не наступила.")
        return self.cleaned_data["on"]


class PeopleField(forms.ModelMultipleChoiceField):
    """A tick list of people with positions; those with an open blank are marked."""

    def label_from_instance(self, person):
        parts = [person.full_name, person.position_title]
        if getattr(person, "has_blank", False):
            parts.append("бланк напечатан")
        return ", ".join(part for part in parts if part)


class TickForm(forms.Form):
    """A tick list of the people found by the filter."""

    people = PeopleField(
        label="Люди",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": NOBODY,
            "invalid_choice": "Кого-то из отмеченных в списке уже нет: согласие внесено или человек уволен. "
            "Откройте страницу заново.",
            "invalid_pk_value": "Список испорчен. Откройте страницу заново.",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["people"].queryset = people


class PapersForm(DatesForm, TickForm):
    """One kind of paper received from many people on one day."""

    field_order = ["given_on", "valid_until", "people"]


class BlankScope(TextChoices):
    """Who gets which blanks."""

    NEEDED = "needed", "только нужные каждому"
    TICKED = "ticked", "одни и те же виды всем"


class BlanksForm(TickForm):
    """Which blanks to print for whom; «all» takes everybody the filter found."""

    scope = forms.ChoiceField(
        label="Кому какие бланки",
        choices=BlankScope.choices,
        initial=BlankScope.NEEDED,
        widget=forms.RadioSelect,
        help_text="Нужные: согласие на обработку данных – всем; быть наставником – тем, кто в банке наставников; "
        "на участие – тем, кто в банке наставляемых. Действующие согласия заново не печатаются, "
        "кроме истекающих в ближайшие 30 дней.",
        error_messages={"required": "Выберите, кому какие бланки печатать."},
    )
    kinds = forms.MultipleChoiceField(
        label="Какие виды печатать всем",
        choices=[(kind.value, kind.label) for kind in ConsentKind],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Отметьте, если выше выбрано «одни и те же виды всем».",
    )
    field_order = ["scope", "kinds", "people"]

    def __init__(self, *args, everybody=False, **options):
        super().__init__(*args, **options)
        self.everybody = everybody
        self.fields["people"].required = not everybody

    def clean(self):
        data = super().clean()
        if data.get("scope") == BlankScope.TICKED and not data.get("kinds"):
            self.add_error("kinds", "Отметьте хотя бы один вид бланка.")
        if not self.errors and not self.wanted():
            self.add_error(None, "Печатать нечего: у выбранных людей все нужные согласия есть.")
        return data

    def chosen_people(self):
        """The ticked people, or all of the list."""
        return self.fields["people"].queryset if self.everybody else self.cleaned_data["people"]

    def wanted(self) -> list[tuple[Person, ConsentKind]]:
        """The sheets to print, in the order of people."""
        if self.cleaned_data["scope"] == BlankScope.NEEDED:
            return needed_blanks(self.chosen_people(), timezone.localdate())
        kinds = [ConsentKind(kind) for kind in self.cleaned_data["kinds"]]
        return [(person, kind) for person in self.chosen_people() for kind in kinds]


class EditionForm(forms.Form):
    """A new edition of a text; `after` is the edition that was on the page."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Заголовок", max_length=200)
    body = forms.CharField(label="Текст", max_length=20_000, widget=forms.Textarea(attrs={"rows": 24}))
    asks_anew = forms.BooleanField(
        label="Попросить всех подписать заново",
        required=False,
        initial=True,
        help_text="Снимите отметку, только если исправлена опечатка. Прежние согласия действуют до своего срока, "
        "а в таблице согласий видно, кто подписал прежний текст.",
    )


class PolicyForm(forms.Form):
    """A new edition of the policy on personal data; `after` is the edition that was on the page."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(label="Текст", max_length=50_000, widget=forms.Textarea(attrs={"rows": 28}))

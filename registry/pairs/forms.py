from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.html import format_html

from mentoring.school.models import Direction, MentoringForm, MentoringKind
from registry.pairs.enums import Answer, CouncilOpinion, EndGround
from registry.people.forms import NOTHING_PRIVATE
from registry.people.models import Person

DATE_HINT = "Например, 01.09.2026."
NOT_YET = "Эта дата ещё не наступила. Укажите сегодняшнюю или прошедшую."


SENSIBLE_YEARS = [
    MinValueValidator(date(2000, 1, 1), "Проверьте год: такой даты быть не может."),
    MaxValueValidator(date(2100, 1, 1), "Проверьте год: такой даты быть не может."),
]


class PastDateField(forms.DateField):
    """A date not later than today."""

    default_validators = SENSIBLE_YEARS

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return day


class DefinedChoiceField(forms.ModelMultipleChoiceField):
    """Tick boxes whose hint is the definition from the dictionary."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row):
        if not row.definition:
            return row.name
        return format_html('{}<span class="form-text d-block">{}</span>', row.name, row.definition)


class MenteesForm(forms.Form):
    """The first question: whom to help. The page draws the tick list itself."""

    mentees = forms.ModelMultipleChoiceField(
        label="Наставляемые",
        queryset=Person.objects.filter(mentee_entry__isnull=False),
        error_messages={
            "required": "Отметьте хотя бы одного человека.",
            "invalid_choice": "Этого человека нет в банке наставляемых. Обновите страницу и выберите снова.",
            "invalid_pk_value": "Этого человека нет в банке наставляемых. Обновите страницу и выберите снова.",
        },
    )


class MentorForm(forms.Form):
    """The second question: who helps."""

    mentor = forms.ModelChoiceField(
        label="Наставник",
        queryset=Person.objects.filter(mentor_entry__isnull=False),
        error_messages={
            "required": "Выберите наставника.",
            "invalid_choice": "Этого человека нет в банке наставников. Обновите страницу и выберите снова.",
        },
    )


class TermsForm(forms.Form):
    """The third question: how, about what and when."""

    start = forms.DateField(label="С какого дня", help_text=DATE_HINT, validators=SENSIBLE_YEARS)
    end = forms.DateField(
        label="По какой день",
        help_text="Обычно до 31 мая; от 3 месяцев до года.",
        validators=SENSIBLE_YEARS,
    )
    reason = forms.CharField(
        label="Почему именно эти люди",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Увидят куратор, директор и методический совет. Участникам это не показывается. "
        f"{NOTHING_PRIVATE}",
    )
    directions = DefinedChoiceField(
        label="По каким направлениям",
        queryset=Direction.objects.none(),
        help_text="Отмечены те, о которых просят наставляемые и которые ведёт наставник.",
        error_messages={"required": "Отметьте хотя бы одно направление."},
    )
    forms = DefinedChoiceField(
        label="Форма наставничества",
        queryset=MentoringForm.objects.none(),
        error_messages={"required": "Отметьте хотя бы одну форму."},
    )
    kinds = DefinedChoiceField(
        label="Вид наставничества",
        queryset=MentoringKind.objects.none(),
        error_messages={"required": "Отметьте хотя бы один вид."},
    )

    field_order = ("directions", "forms", "kinds", "start", "end", "reason")

    def __init__(self, *args, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        models = {"directions": Direction, "forms": MentoringForm, "kinds": MentoringKind}
        for name, model in models.items():
            # A word that was switched off may stay where it had been chosen before.
            chosen = model.objects.filter(pk__in=getattr(kept, name, None) or [])
            self.fields[name].queryset = model.objects.filter(is_active=True) | chosen

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", "Окончание должно быть позже начала.")
        return data


class RefusalForm(forms.Form):
    note = forms.CharField(
        label="Хотите что-нибудь пояснить?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"Объяснять не обязательно. Пояснение увидит только тот, кто ведёт пары. {NOTHING_PRIVATE}",
    )


class AnswerForm(forms.Form):
    """The curator writes down what somebody said or signed on paper."""

    answer = forms.ChoiceField(
        label="Что ответил человек",
        choices=[(Answer.YES, "Согласие"), (Answer.NO, "Отказ")],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите ответ."},
    )
    on = PastDateField(label="Когда", help_text=DATE_HINT)
    note = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=300,
        help_text=f"Например: «заявление от 12.11.2026». Причина отказа не нужна. {NOTHING_PRIVATE}",
    )


class WithdrawalForm(forms.Form):
    comment = forms.CharField(
        label="Почему отзываете",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Причина останется в истории. Участники её не увидят. {NOTHING_PRIVATE}",
        error_messages={"required": "Напишите, почему отзываете предложение."},
    )


class CouncilForm(forms.Form):
    opinion = forms.ChoiceField(
        label="Мнение совета",
        choices=CouncilOpinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите мнение совета."},
    )
    on = PastDateField(label="Дата", help_text=DATE_HINT)
    protocol = forms.CharField(
        label="Протокол", required=False, max_length=100, help_text="Например: № 2 от 10.09.2026."
    )
    note = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOTHING_PRIVATE,
    )


class EndForm(forms.Form):
    on = PastDateField(label="Последний день", help_text=DATE_HINT)
    ground = forms.ChoiceField(
        label="Основание (Положение, п. 7.1)",
        choices=[(value, label.capitalize()) for value, label in EndGround.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите основание."},
    )
    note = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Нужно, если план выполнен не полностью. {NOTHING_PRIVATE}",
    )

    def clean(self):
        data = super().clean()
        early = data.get("ground") and data["ground"] != EndGround.FULL
        if early and not data.get("note", "").strip():
            self.add_error("note", "Напишите, почему пара завершается раньше.")
        return data

from django import forms

from mentoring.accounts.models import User
from roadmap.privacy.enums import ErasureReason, RequestKind

ASKED = [
    (RequestKind.CORRECTION, "Исправить неверные данные"),
    (RequestKind.STOP, "Прекратить обработку моих данных"),
]
DAY = forms.DateInput(attrs={"class": "form-control", "placeholder": "дд.мм.гггг"})
WIDE = forms.Textarea(attrs={"rows": 4})


class AskForm(forms.Form):
    """What a person asks about the own data."""

    kind = forms.ChoiceField(label="О чём вы просите", choices=ASKED, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Что именно",
        required=False,
        max_length=2000,
        widget=WIDE,
        help_text="Для исправления напишите, что неверно и как правильно. Не пишите сюда паспортные данные.",
    )


class PaperAskForm(AskForm):
    """The same from a paper: the day on which it came counts."""

    received_on = forms.DateField(label="Когда получено")


class AnswerForm(forms.Form):
    """The answer to a request; whoever asked reads it."""

    answer = forms.CharField(
        label="Ответ",
        required=False,
        max_length=2000,
        widget=WIDE,
        help_text="Что сделано. Если отказываете, напишите, почему: без причины отказать нельзя.",
    )


class GroundForm(forms.Form):
    ground = forms.CharField(
        label="Статья закона, по которой обработка продолжается",
        max_length=500,
        widget=WIDE,
        help_text="Например: 152-ФЗ, ст. 6, ч. 1, п. 5 – исполнение трудового договора.",
    )


class EraseForm(forms.Form):
    reason = forms.ChoiceField(label="Причина", choices=ErasureReason.choices)
    basis = forms.CharField(
        label="Основание",
        max_length=200,
        help_text="Без имён: «отзыв согласия от 01.02.2027», «заявление от 01.02.2027».",
    )
    is_sure = forms.BooleanField(label="Я понимаю, что восстановить данные будет нельзя")


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Зачем нужен этот приказ", max_length=500, widget=WIDE)


class LogForm(forms.Form):
    """Whose data or whose acts, from which day to which."""

    account = forms.ModelChoiceField(
        User.objects.none(),
        label="Что делала учётная запись",
        required=False,
        empty_label="любая",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    person = forms.IntegerField(
        label="К кому: номер из адреса карточки",
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    first = forms.DateField(label="С какого дня", required=False, widget=DAY)
    last = forms.DateField(label="По какой день", required=False, widget=DAY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = User.objects.order_by("display_name", "pk")

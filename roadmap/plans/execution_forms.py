"""What is said about a measure, what is put to it, which measures are shown."""

from django import forms
from django.core.validators import URLValidator

from programs.programmes.models import PlanEvent, Programme
from registry.pairs.forms import SENSIBLE_YEARS
from roadmap.orders.forms import PastDateField
from roadmap.orders.models import Order
from roadmap.plans.approval_forms import OrderChoiceField
from roadmap.plans.enums import ExecutionState, OutsideKind
from roadmap.plans.execution import NOTHING_GIVEN, UNNAMED, WITHOUT_KIND
from roadmap.plans.execution_models import WITH_DAY
from roadmap.protocols.models import Protocol

OVERDUE, SOON, UNDATED, UNREAD = "overdue", "soon", "undated", "unread"
SHOWS = (
    (OVERDUE, "просрочено"),
    (SOON, "срок в ближайшие 14 дней"),
    (UNDATED, "без срока"),
    (UNREAD, "срок не распознан"),
    *ExecutionState.choices,
)
SELECT = {"class": "form-select"}


class ShowForm(forms.Form):
    """Which measures are shown and of which school year."""

    show = forms.ChoiceField(
        label="Показать",
        choices=[("", "все мероприятия"), *SHOWS],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    year = forms.ChoiceField(label="Учебный год", required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "все годы"), *years]
        if len(years) < 2:
            del self.fields["year"]


class MarkForm(forms.Form):
    """The state of a measure with the date that the state needs; knows which state it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    state = forms.ChoiceField(
        label="Состояние",
        choices=ExecutionState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите состояние."},
    )
    fact_date = PastDateField(
        label="Дата выполнения",
        required=False,
        help_text="Если выполнено, полностью или частично. Например, 12.01.2026.",
    )
    moved_to = forms.DateField(
        label="Перенесено на", required=False, help_text="Если перенесено: новый срок. Например, 30.05.2026."
    )
    comment = forms.CharField(
        label="Комментарий",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Печатается в отчёте о выполнении.",
    )
    conflicts = ()

    def clean(self):
        data = super().clean()
        state = data.get("state")
        if state in WITH_DAY and not data.get("fact_date") and "fact_date" not in self.errors:
            self.add_error("fact_date", "Укажите, когда мероприятие выполнено.")
        if state == ExecutionState.MOVED and not data.get("moved_to") and "moved_to" not in self.errors:
            self.add_error("moved_to", "Укажите, на какое число перенесено мероприятие.")
        return data


class ProtocolChoiceField(forms.ModelChoiceField):
    """«№ 3 от 12.01.2027, заседания методического совета»."""

    def label_from_instance(self, protocol):
        return f"{protocol.short_title}, {protocol.title}"


class EventChoiceField(forms.ModelChoiceField):
    """«12.10.2026: Открытый урок (Программа …)»."""

    def label_from_instance(self, event):
        return f"{event.held_on:%d.%m.%Y}: {event.event} ({event.programme.title})"


class EvidenceForm(forms.Form):
    """What shows the execution: one of these is enough."""

    order = OrderChoiceField(
        label="Приказ", queryset=Order.objects.none(), required=False, empty_label="не выбран"
    )
    programme = forms.ModelChoiceField(
        label="Программа наставничества",
        queryset=Programme.objects.none(),
        required=False,
        empty_label="не выбрана",
    )
    protocol = ProtocolChoiceField(
        label="Протокол", queryset=Protocol.objects.none(), required=False, empty_label="не выбран"
    )
    event = EventChoiceField(
        label="Проведённое мероприятие программы",
        queryset=PlanEvent.objects.none(),
        required=False,
        empty_label="не выбрано",
    )
    file = forms.FileField(
        label="Файл",
        required=False,
        max_length=200,
        help_text="Скан или фото: PDF, JPG или PNG до 10 МБ.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    note = forms.CharField(
        label="Документ, анкета, мероприятие или публикация вне программы",
        max_length=300,
        required=False,
        help_text="Например: протокол педагогического совета № 3 от 12.01.2026, в папке методиста; «Итоги года» на "
        "сайте школы.",
    )

    outside = forms.ChoiceField(
        label="Что это", choices=[("", "не выбрано"), *OutsideKind.choices], required=False
    )
    outside_on = forms.DateField(label="Когда", required=False, validators=SENSIBLE_YEARS)
    link = forms.URLField(
        label="Адрес в интернете",
        max_length=300,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Страница публикации, если она есть. Например, school7.example/news/12.",
    )
    expected = forms.ChoiceField(label="Какой это документ из графы «Документы»", required=False)

    def __init__(self, *args, choices, expected=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            self.fields[name].queryset = rows
        self.fields["expected"].choices = [("", "другой"), *((name, name) for name in expected)]
        if not expected:
            del self.fields["expected"]

    def clean(self):
        data = super().clean()
        if not self.errors and not any(value for name, value in data.items() if name != "expected"):
            raise forms.ValidationError(NOTHING_GIVEN)
        told = [data.get("outside_on"), data.get("link")]
        if any([data.get("outside"), *told]) and not data.get("note"):
            self.add_error("note", UNNAMED)
        if any(told) and not data.get("outside"):
            self.add_error("outside", WITHOUT_KIND)
        return data

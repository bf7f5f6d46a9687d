from django import forms

from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS, PastDateField
from registry.people.forms import NOTHING_PRIVATE
from registry.people.models import Person
from roadmap.applications.enums import ApplicationKind, Measure
from roadmap.applications.queries import earliest_last_day
from roadmap.orders.models import Order

K = ApplicationKind
FIELDS = {
    K.RELEASE: ("person", "filed_on", "last_day", "worker_agrees", "text"),
    K.NOTICE: ("person", "filed_on", "last_day", "employer_agrees", "worker_agrees", "text"),
    K.REPLACEMENT: ("person", "filed_on", "text"),
    K.EXTENSION: ("person", "filed_on", "new_end", "text"),
    K.CORRECTION: ("person", "filed_on", "text"),
    K.DUTY: (
        "person", "filed_on", "event", "event_date", "time_from", "time_to", "lessons", "substitute", "text",
    ),
    K.PROPOSAL: ("person", "filed_on", "text"),
    K.REPRESENTATION: ("person", "filed_on", "measure", "about", "text"),
}  # fmt: skip
TEXT_LABELS = {
    K.RELEASE: "Причина",
    K.NOTICE: "Причина",
    K.REPLACEMENT: "Почему нужна замена",
    K.EXTENSION: "Почему нужно продлить",
    K.CORRECTION: "Что изменить в программе",
    K.DUTY: "Пояснение",
    K.PROPOSAL: "Что предлагаете",
    K.REPRESENTATION: "За что: что произошло, чем подтверждается",
}
# Nobody has to say why they give up mentoring (L-05).
WITHOUT_REASON = {K.RELEASE, K.NOTICE, K.DUTY}
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ApplicationForm(KeyedForm):
    """The fields of one kind of application, filled with what the system knows."""

    person = forms.ModelChoiceField(label="Чьё заявление", queryset=Person.objects.none(), empty_label=None)
    filed_on = PastDateField(label="Дата на бумаге", help_text=DATE_HINT)
    last_day = forms.DateField(label="Последний день работы наставником", validators=SENSIBLE_YEARS)
    worker_agrees = forms.BooleanField(
        label="Наставник согласен прекратить работу раньше третьего рабочего дня", required=False
    )
    employer_agrees = forms.BooleanField(
        label="Школа согласна прекратить работу раньше третьего рабочего дня", required=False
    )
    new_end = forms.DateField(label="Продлить до", validators=SENSIBLE_YEARS)
    event = forms.CharField(label="Мероприятие программы", max_length=300)
    event_date = forms.DateField(label="Дата", help_text=DATE_HINT, validators=SENSIBLE_YEARS)
    time_from = forms.TimeField(label="С какого часа", widget=TIME)
    time_to = forms.TimeField(label="До какого часа", widget=TIME)
    lessons = forms.CharField(
        label="Какие уроки и занятия в это время",
        max_length=500,
        help_text="Например: «3-й урок, 7 «Б», алгебра».",
    )
    substitute = forms.ModelChoiceField(
        label="Кто замещает",
        queryset=Person.objects.none(),
        empty_label="выберите",
        help_text="Договоритесь заранее: без замещения от уроков не освобождают.",
    )
    measure = forms.ChoiceField(label="О чём просите", choices=Measure.choices, widget=forms.RadioSelect)
    about = forms.ModelChoiceField(label="О ком", queryset=Person.objects.none(), empty_label=None)
    text = forms.CharField(
        max_length=3000, widget=forms.Textarea(attrs={"rows": 4}), help_text=NOTHING_PRIVATE
    )

    def __init__(self, *args, kind, people, mentees, substitutes, is_own, today, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"key", *FIELDS[kind]}:
            del self.fields[name]
        self.order_fields(FIELDS[kind])
        ids = [person.pk for person in people]
        self.fields["person"].queryset = Person.objects.filter(pk__in=ids)
        if kind == K.NOTICE:
            self.fields["person"].label = "Кому"
            self.fields["filed_on"].label = "Когда вручено"
        self.fields["text"].label = TEXT_LABELS[kind]
        self.fields["text"].required = kind not in WITHOUT_REASON
        self._fill(kind, ids, mentees, substitutes, is_own, today)

    def _fill(self, kind, ids, mentees, substitutes, is_own, today):
        if "about" in self.fields:
            self.fields["about"].queryset = Person.objects.filter(pk__in=[person.pk for person in mentees])
        if "substitute" in self.fields:
            self.fields["substitute"].queryset = substitutes
        if "last_day" in self.fields:
            earliest = earliest_last_day(today)
            self.fields["last_day"].initial = earliest
            self.fields["last_day"].help_text = (
                f"Если подать сегодня – не раньше {earliest:%d.%m.%Y}: это третий рабочий день (ТК РФ, ст. 351.8). "
                "Можно позже; раньше – только по согласию обеих сторон."
            )
        self.fields["filed_on"].initial = today
        if is_own:
            del self.fields["filed_on"]
            self.fields["person"].initial = ids[0]
            self.fields["person"].widget = forms.HiddenInput()

    def clean(self):
        data = super().clean()
        begin, end = data.get("time_from"), data.get("time_to")
        if begin and end and end <= begin:
            self.add_error("time_to", "Окончание должно быть позже начала.")
        return data


class AnswerForm(forms.Form):
    """Why it is refused, or what is answered."""

    answer = forms.CharField(
        label="Ответ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Его прочитает тот, кто подал заявление.",
        error_messages={"required": "Напишите ответ: человек должен понимать решение."},
    )


class AcceptForm(forms.Form):
    """The director's consent; the ticks stand only where the last day is an early one."""

    worker_agrees = forms.BooleanField(label="Наставник согласен на более ранний день", required=False)
    employer_agrees = forms.BooleanField(label="Школа согласна на более ранний день", required=False)
    answer = forms.CharField(
        label="Пояснение", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, is_early=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_early:
            del self.fields["worker_agrees"]
            del self.fields["employer_agrees"]


class OrderForm(forms.Form):
    """Which registered order answers the application."""

    order = forms.ModelChoiceField(
        label="Приказ",
        queryset=Order.objects.none(),
        empty_label="выберите",
        error_messages={"required": "Выберите приказ. Если его ещё нет, подготовьте и зарегистрируйте."},
    )

    def __init__(self, *args, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].queryset = orders


class ConsentForm(forms.Form):
    """When the side signed its consent."""

    on = PastDateField(label="Дата согласия", help_text=DATE_HINT)


class ScanForm(forms.Form):
    """The scan of the signed sheet."""

    scan = forms.FileField(
        label="Скан подписанного заявления",
        help_text="PDF, JPG или PNG до 10 МБ. Приложить можно один раз: заменить скан потом нельзя.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Выберите файл скана."},
    )

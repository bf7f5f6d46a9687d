from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils import timezone

from mentoring.workflow.conflicts import show_conflict
from registry.pairs.models import Mentorship
from registry.pairs.queries import agreed_mentorships
from registry.people.models import Person
from roadmap.orders.models import Journal, Order, OrderItem
from roadmap.orders.numbering import WHAT_IS_KNOWN, mask_problem
from roadmap.orders.particulars import kind_of
from roadmap.orders.placeholders import has_placeholder, problems_in

NOT_YET = "Эта дата ещё не наступила. Укажите сегодняшнюю или прошедшую."
LONGEST_TEXT = 5000


class PastDateField(forms.DateField):
    """A date not later than today, typed as «12.01.2026»."""

    def __init__(self, **kwargs):
        super().__init__(**{"help_text": "Например, 12.01.2026.", **kwargs})

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        if day and day.year < 2000:
            raise forms.ValidationError("Проверьте год: такой даты быть не может.")
        return day


class PairsForm(forms.Form):
    """Which agreed pairs go into the order; the page draws the tick list itself."""

    pairs = forms.ModelMultipleChoiceField(
        label="Пары и группы",
        queryset=Mentorship.objects.none(),
        error_messages={
            "required": "Отметьте хотя бы одну пару или группу.",
            "invalid_choice": "Одна из отмеченных пар уже в другом приказе. Список ниже обновлён, отметьте заново.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pairs"].queryset = agreed_mentorships()


class HeaderForm(forms.ModelForm):
    """Everything of a draft around its items; `values` is what each placeholder gives now."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    conflicts = ()

    class Meta:
        model = Order
        fields = [
            "title", "preamble", "control", "annex_title", "effective_from", "signer_position", "signer_name",
            "curator", "journal",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("title", "annex_title", "control")}
        help_texts = {
            "title": "«О закреплении…», без точки в конце. Заголовок виден на открытой странице проверки документа, "
            "поэтому не пишите в нём фамилий.",
            "preamble": "Цель и основания; слово «ПРИКАЗЫВАЮ:» и номер встанут сами.",
            "control": "Последний пункт приказа.",
            "effective_from": "Заполните, если приказ вступает в силу позже своей даты: в нём появится такой пункт. "
            "Этот день – не позже того, на который приказ что-то назначает.",
            "signer_name": "Инициалы перед фамилией: «Г. А. Кедрова».",
            "curator": "Попадает в текст и в лист ознакомления.",
            "journal": "По журналу приказ получит номер.",
        }

    def __init__(self, *args, values, **kwargs):
        super().__init__(*args, **kwargs)
        self.values = values
        self.fields["version"].initial = self.instance.version
        self.fields["curator"].queryset = Person.objects.filter(left_on__isnull=True)
        if kind_of(self.instance).titles_annex:
            self.fields["annex_title"].required = True
        else:
            del self.fields["annex_title"]
        for name in ("preamble", "control"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_TEXT))

    def clean(self):
        data = super().clean()
        for name, where in (("title", "В заголовке"), ("annex_title", "В заголовке приложения")):
            if has_placeholder(data.get(name, "")):
                self.add_error(name, f"{where} подстановки не действуют: напишите слова без фигурных скобок.")
        for name, where in (("preamble", "В преамбуле"), ("control", "В пункте о контроле")):
            for sentence in problems_in(data.get(name, ""), self.values, where):
                self.add_error(name, sentence)
        return data

    def show_conflict(self, present: Order, sentence: str) -> None:
        """Keep what was typed, show it beside what stands in the order now, let the next saving go on from there."""
        show_conflict(self, present, sentence)

    def _post_clean(self):
        """The instance on the page stays as it is in the database: services write, forms only read."""


class ItemForm(forms.Form):
    """The text of one item; `mark` tells which text the page was opened with, `version` which order."""

    text = forms.CharField(
        label="Текст пункта",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Номер встанет сам. Имена и даты вставляйте подстановками: они подставятся в нужном падеже.",
        error_messages={"required": "Напишите текст пункта."},
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    parent = forms.ModelChoiceField(
        label="Куда добавить",
        queryset=OrderItem.objects.none(),
        required=False,
        empty_label="новым пунктом в конец приказа",
    )

    def __init__(self, *args, parents=None, **kwargs):
        super().__init__(*args, **kwargs)
        if parents is None:
            del self.fields["parent"]
            return
        self.fields["parent"].queryset = OrderItem.objects.filter(pk__in=[row.item.pk for row in parents])
        self.fields["parent"].choices = [
            ("", "новым пунктом в конец приказа"),
            *((row.item.pk, f"подпунктом пункта {row.number} {row.item.text[:60]}") for row in parents),
        ]


class ReturnForm(forms.Form):
    """Why the director sends the order back."""

    comment = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Увидит тот, кто готовил приказ.",
        error_messages={"required": "Напишите, что исправить: иначе непонятно, почему приказ вернулся."},
    )


class ReasonForm(forms.Form):
    """Why a mark is taken back."""

    reason = forms.CharField(
        label="Почему снимаете отметку",
        max_length=500,
        error_messages={"required": "Напишите причину: она останется в истории приказа."},
    )


class RegisterForm(forms.Form):
    """The date under which the order gets its number."""

    on = PastDateField(label="Дата приказа")


class SignForm(forms.Form):
    """When the director signed the paper, with the scan if it is at hand."""

    on = PastDateField(label="Дата подписания")
    scan = forms.FileField(
        label="Скан подписанного приказа",
        required=False,
        help_text="PDF, JPG или PNG до 10 МБ. Можно приложить позже.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class ScanForm(forms.Form):
    """The scan that comes later."""

    scan = forms.FileField(
        label="Скан подписанного приказа",
        help_text="PDF, JPG или PNG до 10 МБ.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Выберите файл скана."},
    )


class AcquaintanceForm(forms.Form):
    """Who signed the sheet and when: one date for those ticked, or a date of one's own beside a name."""

    on = PastDateField(label="Дата для отмеченных", required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"person_{row.person_id}"] = forms.BooleanField(
                label=row.person.full_name,
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"date_{row.person_id}"] = PastDateField(
                label=f"Дата: {row.person.full_name}",
                required=False,
                help_text="",
                widget=forms.DateInput(attrs={"class": "form-control"}),
            )

    def lines(self):
        """(row of the sheet, tick box, own date) for the page."""
        return [(row, self[f"person_{row.person_id}"], self[f"date_{row.person_id}"]) for row in self.rows]

    def clean(self):
        data = super().clean()
        self.people_dates = {}
        for row in self.rows:
            own = data.get(f"date_{row.person_id}")
            if own or data.get(f"person_{row.person_id}"):
                self.people_dates[row.person] = own or data.get("on")
        if not self.people_dates and not self.errors:
            raise forms.ValidationError("Отметьте хотя бы одного человека.")
        if "on" not in self.errors and any(on is None for on in self.people_dates.values()):
            self.add_error("on", "Укажите дату, когда отмеченные люди подписали лист.")
        return data


class JournalForm(forms.ModelForm):
    """A journal and the mask of its numbers."""

    class Meta:
        model = Journal
        fields = ["name", "mask", "period", "is_default"]
        help_texts = {"mask": f"{WHAT_IS_KNOWN}. Например: {{n}}/01-02, {{n}}-А или {{n}}/1."}

    def clean_mask(self):
        problem = mask_problem(self.cleaned_data["mask"])
        if problem:
            raise forms.ValidationError(problem)
        return self.cleaned_data["mask"].strip()

    def _post_clean(self):
        """The service writes and answers for uniqueness."""


class LastNumberForm(forms.Form):
    """The number given last on paper, before the program began to number."""

    last = forms.IntegerField(
        label="Последний выданный номер",
        validators=[MinValueValidator(0), MaxValueValidator(100_000)],
        help_text="Если часть приказов этого года зарегистрирована на бумаге, программа продолжит с этого номера.",
    )

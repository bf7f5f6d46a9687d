"""What the director and the curator type on the way of a roadmap to its approval."""

from django import forms

from roadmap.orders.forms import PastDateField
from roadmap.orders.models import Order

BY_ORDER, BY_STAMP = "order", "stamp"


class OrderChoiceField(forms.ModelChoiceField):
    """Orders by number and date with their title."""

    def label_from_instance(self, order):
        return f"№ {order.number} от {order.date:%d.%m.%Y} «{order.title}»"


class ApprovalForm(forms.Form):
    """By what paper the roadmap is approved: a registered order with its annex, or the stamp «УТВЕРЖДАЮ»."""

    ground = forms.ChoiceField(
        label="Чем утверждается",
        choices=[(BY_ORDER, "приложением к приказу"), (BY_STAMP, "грифом «УТВЕРЖДАЮ» на самой карте")],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, чем утверждается дорожная карта."},
    )
    order = OrderChoiceField(
        label="Приказ",
        queryset=Order.objects.none(),
        required=False,
        empty_label="выберите зарегистрированный приказ",
        help_text="Только если утверждается приказом.",
    )
    annex_number = forms.CharField(
        label="Номер приложения", max_length=20, required=False, help_text="Если приложений несколько."
    )
    on = PastDateField(
        label="Дата утверждения",
        required=False,
        help_text="Только для грифа «УТВЕРЖДАЮ». Например, 12.01.2026.",
    )
    effective_from = forms.DateField(
        label="Действует с", required=False, help_text="Если не со дня утверждения. Например, 01.09.2026."
    )

    def __init__(self, *args, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].queryset = orders

    def clean(self):
        data = super().clean()
        ground = data.get("ground")
        if ground == BY_ORDER and not data.get("order") and "order" not in self.errors:
            self.add_error("order", "Выберите приказ, к которому приложена дорожная карта.")
        if ground == BY_STAMP and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Укажите дату, которая будет стоять под «УТВЕРЖДАЮ».")
        return data

    def answer(self) -> dict:
        """What the service needs: the fields of the other ground are left out."""
        data = self.cleaned_data
        given = {"effective_from": data["effective_from"]}
        if data["ground"] == BY_ORDER:
            return {**given, "order": data["order"], "annex_number": data["annex_number"]}
        return {**given, "on": data["on"]}


class CommentForm(forms.Form):
    """Why the director sends the roadmap back."""

    comment = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Увидит тот, кто готовит дорожную карту.",
        error_messages={"required": "Напишите, что исправить: иначе непонятно, почему карта вернулась."},
    )


class RestoreForm(forms.Form):
    """Why a roadmap comes back from the archive."""

    reason = forms.CharField(
        label="Почему она снова нужна",
        max_length=500,
        error_messages={"required": "Напишите причину: она останется в истории дорожной карты."},
    )

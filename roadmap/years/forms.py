from django import forms


class ClosingForm(forms.Form):
    """What is carried over, ticked one by one, and why."""

    carried = forms.MultipleChoiceField(label="Переходит на следующий год", required=False)
    reason = forms.CharField(
        label="Почему переходит",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text="Одна причина на всё отмеченное; она останется в истории каждой пары, программы, приказа.",
    )

    def __init__(self, *args, matters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carried"].choices = [(matter.key, str(matter.row)) for matter in matters]


class ReopeningForm(forms.Form):
    comment = forms.CharField(
        label="Зачем открываете", max_length=500, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"})
    )  # fmt: skip

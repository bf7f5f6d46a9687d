from django import forms

from programs.blueprints.models import Blueprint

LONGEST_TEXT = 10_000


class BlueprintForm(forms.ModelForm):
    """Texts of a template under the captions of the programme; rows are edited beside them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Blueprint
        fields = [
            "name", "description", "programme_title",
            "problem", "goals", "content", "results", "schedule",
        ]  # fmt: skip
        help_texts = {
            "name": "По нему шаблон выбирают: «Для молодого педагога».",
            "programme_title": "С этим названием начнётся программа; его можно изменить.",
            "problem": "Подставится, если у наставляемого в банке не записан запрос.",
        }
        error_messages = {"name": {"unique": "Шаблон с таким названием уже есть. Назовите этот иначе."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
                field.max_length = LONGEST_TEXT
                field.validators.append(forms.fields.validators.MaxLengthValidator(LONGEST_TEXT))

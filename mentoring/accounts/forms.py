from django import forms

from mentoring.accounts.enums import Role
from mentoring.accounts.models import User
from mentoring.accounts.names import tidy_name


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "username", "email"]
        labels = {"display_name": "Фамилия, имя, отчество"}
        help_texts = {
            "username": "Латинские или русские буквы, цифры и знаки . _ - без пробелов. Например: ivanova.",
            "email": "Для писем о парах и программах.",
        }

    def clean_username(self):
        return tidy_name(self.cleaned_data["username"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Роль", choices=Role)
    valid_from = forms.DateField(label="С какого дня", required=False, help_text="Пусто – с сегодняшнего.")
    basis = forms.CharField(
        label="Основание",
        max_length=200,
        required=False,
        help_text="Например: приказ от 01.09.2026 № 12/01-02.",
    )

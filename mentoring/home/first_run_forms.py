from django import forms

from mentoring.school.forms import OrganisationForm
from mentoring.school.models import Organisation


class CardForm(OrganisationForm):
    """The first question: only what no paper can do without; the rest is filled in later."""

    class Meta(OrganisationForm.Meta):
        model = Organisation
        fields = [
            "full_name", "full_name_genitive", "full_name_dative", "full_name_prepositional", "short_name", "town",
            "head_last_name", "head_first_name", "head_patronymic", "head_position",
        ]  # fmt: skip


class AccountNameForm(forms.Form):
    """The second question: how the director, named on the card, will sign in."""

    username = forms.SlugField(
        label="Имя для входа",
        max_length=60,
        allow_unicode=True,
        help_text="Буквы, цифры, знак «-» или «_», без пробелов. Например: ivanova.",
    )
    email = forms.EmailField(label="Электронная почта", required=False)


class StaffAccountForm(AccountNameForm):
    """The third question: the curator."""

    last_name = forms.CharField(label="Фамилия", max_length=80)
    first_name = forms.CharField(label="Имя", max_length=80)
    patronymic = forms.CharField(label="Отчество", max_length=80, required=False)
    position = forms.CharField(label="Должность", max_length=250)

    field_order = ["last_name", "first_name", "patronymic", "position", "username", "email"]

from django import forms

from mentoring.documents.qr import is_code, read_code


class CodeForm(forms.Form):
    """The code printed beside the QR drawing, typed by hand."""

    code = forms.CharField(
        label="Код документа",
        max_length=60,
        help_text="Шестнадцать знаков рядом с QR-кодом на первом листе, например 7KQM-2XPA-9TRW-4HBC. "
        "Дефисы и размер букв не важны.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Введите код, который напечатан рядом с QR-кодом."},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError(
                "В коде должно быть 16 цифр и латинских букв. Сверьте его с листом и введите ещё раз."
            )
        return code

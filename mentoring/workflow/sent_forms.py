"""Forms that make something new: each page that is opened carries a key, so a double press makes one thing (E7)."""

from uuid import uuid4

from django import forms


class KeyedForm(forms.Form):
    """Has a hidden `key`, which the service gives to `workflow.services.once`."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].initial = uuid4().hex

import django_filters
from django.forms import TextInput
from django.utils import timezone

from mentoring.home.lists import ListFilter
from roadmap.partners.enums import ContractState
from roadmap.partners.models import PartnerContract
from roadmap.partners.queries import find_contracts, in_state


class ContractFilter(ListFilter):
    """Words of the partner, the subject or the number, and the state of today; the papers take them over."""

    q = django_filters.CharFilter(
        label="Партнёр, предмет или номер", method="by_words", widget=TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", method="by_state", choices=ContractState.choices, empty_label="любое"
    )

    class Meta:
        model = PartnerContract
        fields = ("q", "state")

    def by_words(self, contracts, name, value):
        return find_contracts(contracts, value)

    def by_state(self, contracts, name, value):
        return in_state(contracts, value, timezone.localdate())

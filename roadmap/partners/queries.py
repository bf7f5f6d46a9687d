"""Sets of contracts: who sees them, which are in a state, which end soon."""

from datetime import date

from django.db.models import Q, QuerySet

from mentoring.accounts.permissions import Permission
from roadmap.partners.enums import ContractState
from roadmap.partners.models import WARNING_TERM, PartnerContract


def contracts_visible_to(user) -> QuerySet[PartnerContract]:
    """All for those who view orders, nobody else."""
    rows = PartnerContract.objects.select_related("responsible", "scan")
    return rows if user.may(Permission.VIEW_ORDERS) else rows.none()


def find_contracts(contracts: QuerySet[PartnerContract], text: str) -> QuerySet[PartnerContract]:
    """Those with these words in the partner, the subject or the number."""
    words = text.strip()
    return contracts.filter(
        Q(partner__icontains=words) | Q(subject__icontains=words) | Q(number__icontains=words)
    )


def in_state(contracts: QuerySet[PartnerContract], state: str, day: date) -> QuerySet[PartnerContract]:
    """Those in the state on the day, as `PartnerContract.state_on` says it."""
    begun, soon = Q(start__lte=day), day + WARNING_TERM
    conditions = {
        ContractState.COMING: Q(start__gt=day),
        ContractState.RUNNING: begun & (Q(end__isnull=True) | Q(end__gt=soon)),
        ContractState.EXPIRING: begun & Q(end__gte=day, end__lte=soon),
        ContractState.OVER: begun & Q(end__lt=day),
    }
    return contracts.filter(conditions[ContractState(state)])


def expiring_contracts(day: date) -> QuerySet[PartnerContract]:
    """Contracts that end within a month after the day, the earliest first."""
    return in_state(PartnerContract.objects.all(), ContractState.EXPIRING, day).order_by("end", "pk")

from django.db.models import TextChoices


class ContractState(TextChoices):
    """Computed from the dates, never stored."""

    COMING = "coming", "ещё не начался"
    RUNNING = "running", "действует"
    EXPIRING = "expiring", "заканчивается"
    OVER = "over", "закончился"

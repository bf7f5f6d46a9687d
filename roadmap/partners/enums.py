from django.db.models import TextChoices


class ContractState(TextChoices):
    """Computed from the dates, never stored."""

    COMING = "coming", "Ещё не начался"
    RUNNING = "running", "Действует"
    EXPIRING = "expiring", "Заканчивается"
    OVER = "over", "Закончился"

from django.db.models import TextChoices


class ProgrammeStatus(TextChoices):
    DRAFT = "draft", "составляется"
    ON_AGREEMENT = "on_agreement", "на согласовании"
    AGREED = "agreed", "согласована"
    RUNNING = "running", "выполняется"
    COMPLETED = "completed", "завершена"
    ENDED_EARLY = "ended_early", "завершена досрочно"


class AgreementChannel(TextChoices):
    SCREEN = "screen", "на своей странице"
    PAPER = "paper", "внёс куратор"


class AcquaintedBody(TextChoices):
    """Who is noted on the title page as acquainted with the programme."""

    CURATOR = "curator", "куратор"
    COUNCIL = "council", "методический совет"

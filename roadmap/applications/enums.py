from django.db.models import TextChoices


class ApplicationKind(TextChoices):
    RELEASE = "release", "заявление о сложении обязанностей наставника"
    NOTICE = "notice", "уведомление об отмене поручения о наставничестве"
    REPLACEMENT = "replacement", "ходатайство о замене наставника"
    EXTENSION = "extension", "заявление о продлении программы"
    CORRECTION = "correction", "заявление об изменении программы"
    DUTY = "duty", "заявление об освобождении от должностных обязанностей"
    PROPOSAL = "proposal", "предложение по совершенствованию программы"
    REPRESENTATION = "representation", "представление директору"


class ApplicationStatus(TextChoices):
    FILED = "filed", "подано, ждёт решения"
    ACCEPTED = "accepted", "удовлетворено, ждёт приказа"
    DONE = "done", "исполнено приказом"
    REVIEWED = "reviewed", "рассмотрено"
    REFUSED = "refused", "отказано"
    WITHDRAWN = "withdrawn", "отозвано"


class Channel(TextChoices):
    SCREEN = "screen", "подано на своей странице"
    PAPER = "paper", "внесено с бумаги"


class Measure(TextChoices):
    """What a mentor asks for in a representation (Положение, п. 4.2)."""

    REWARD = "reward", "поощрить"
    DISCIPLINE = "discipline", "применить дисциплинарное воздействие"


# Answered by an order; the others are only considered.
BY_ORDER = frozenset(
    {
        ApplicationKind.RELEASE, ApplicationKind.NOTICE, ApplicationKind.REPLACEMENT, ApplicationKind.EXTENSION,
        ApplicationKind.CORRECTION, ApplicationKind.DUTY,
    }
)  # fmt: skip
# The work stops early by either side's word (ТК РФ, ст. 351.8).
EARLY_STOPS = frozenset({ApplicationKind.RELEASE, ApplicationKind.NOTICE})
# Only by mutual consent (Положение, п. 7.2).
MUTUAL = frozenset({ApplicationKind.EXTENSION, ApplicationKind.CORRECTION})

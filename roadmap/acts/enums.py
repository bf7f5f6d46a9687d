from django.db.models import TextChoices


class ActKind(TextChoices):
    """The word with which the name of a local act begins; «Другой акт» is named wholly by its title."""

    REGULATION = "regulation", "Положение"
    RULES = "rules", "Правила"
    PROCEDURE = "procedure", "Порядок"
    SCHEDULE = "schedule", "Регламент"
    INSTRUCTION = "instruction", "Инструкция"
    PROGRAMME = "programme", "Программа"
    PLAN = "plan", "План"
    OTHER = "other", "Другой акт"


class ActStatus(TextChoices):
    DRAFT = "draft", "проект"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращён на доработку"
    APPROVED = "approved", "утверждён"
    SUPERSEDED = "superseded", "сменён новой редакцией"
    ENDED = "ended", "утратил силу"


class ActStampKind(TextChoices):
    """Грифы above the title besides that of approval."""

    ADOPTED = "adopted", "ПРИНЯТО на заседании"
    OPINION = "opinion", "ПРИНЯТО с учётом мнения"
    AGREED = "agreed", "СОГЛАСОВАНО"

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
    DRAFT = "draft", "Проект"
    SUBMITTED = "submitted", "На утверждении"
    RETURNED = "returned", "Возвращён на доработку"
    APPROVED = "approved", "Утверждён"
    SUPERSEDED = "superseded", "Сменён новой редакцией"
    ENDED = "ended", "Утратил силу"


class ActStampKind(TextChoices):
    """Грифы above the title besides that of approval."""

    ADOPTED = "adopted", "ПРИНЯТО на заседании"
    OPINION = "opinion", "ПРИНЯТО с учётом мнения"
    AGREED = "agreed", "СОГЛАСОВАНО"

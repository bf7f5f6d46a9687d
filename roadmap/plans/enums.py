from django.db.models import TextChoices


class Layout(TextChoices):
    STAGE_ROWS = "rows", "этап – строка таблицы"
    STAGE_BANDS = "bands", "этап – полоса во всю ширину"


class ColumnKind(TextChoices):
    NUMBER = "number", "номер"
    STAGE = "stage", "этап"
    CONTENT = "content", "мероприятия"
    DOCUMENTS = "documents", "документы"
    RESPONSIBLE = "responsible", "ответственные"
    TERM = "term", "сроки"
    CUSTOM = "custom", "другой столбец"


class RoadmapStatus(TextChoices):
    DRAFT = "draft", "проект"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращена на доработку"
    APPROVED = "approved", "утверждена"
    ARCHIVED = "archived", "в архиве"


class StampKind(TextChoices):
    APPROVED = "approved", "утверждаю"
    AGREED = "agreed", "согласовано"
    ACCEPTED = "accepted", "принято"
    CONSIDERED = "considered", "рассмотрено"
    ANNEX = "annex", "приложение"


class RoadmapImportState(TextChoices):
    PREVIEWED = "previewed", "ждёт проверки"
    APPLIED = "applied", "внесена"
    CANCELLED = "cancelled", "отменена"


class ExecutionState(TextChoices):
    NOT_STARTED = "not_started", "не начато"
    IN_PROGRESS = "in_progress", "в работе"
    DONE = "done", "выполнено"
    PARTLY = "partly", "выполнено частично"
    MOVED = "moved", "перенесено"
    NOT_NEEDED = "not_needed", "не требуется"


class OutsideKind(TextChoices):
    """What is named as evidence though the system does not hold it."""

    DOCUMENT = "document", "документ"
    QUESTIONNAIRE = "questionnaire", "анкета, опрос"
    EVENT = "event", "мероприятие"
    # «На всех этапах» on the site and in the social networks (S0, п. 7 and its like).
    PUBLICATION = "publication", "публикация"

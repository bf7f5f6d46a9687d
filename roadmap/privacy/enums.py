from django.db.models import TextChoices


class RequestKind(TextChoices):
    """What a person asks of the school as the operator of personal data."""

    CORRECTION = "correction", "исправить данные"
    STOP = "stop", "прекратить обработку"
    WITHDRAWAL = "withdrawal", "отзыв согласия"


class RequestState(TextChoices):
    OPEN = "open", "ждёт ответа"
    DONE = "done", "выполнено"
    REFUSED = "refused", "отказано"


class ErasureReason(TextChoices):
    """Why data are destroyed: a field of the act (приказ Роскомнадзора от 28.10.2022 № 179)."""

    WITHDRAWAL = "withdrawal", "отзыв согласия на обработку персональных данных"
    STOP = "stop", "требование прекратить обработку персональных данных"
    TERM = "term", "истечение срока хранения"
    PURPOSE = "purpose", "достижение цели обработки"


class RecordKind(TextChoices):
    """Kinds of data that have a term of keeping."""

    CARD = "card", "Карточки уволенных и выбывших"
    CONSENT = "consent", "Согласия"
    PROGRAMME = "programme", "Персонализированные программы"
    IMPORT = "import", "Строки загруженных списков"
    JOB = "job", "Файлы заданий"
    ORDER = "order", "Приказы"
    ACT = "act", "Акты об уничтожении"
    LOG = "log", "Журнал обращений"

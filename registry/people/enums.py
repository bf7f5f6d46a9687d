from django.db.models import TextChoices


class PersonKind(TextChoices):
    TEACHER = "teacher", "сотрудник школы"
    EXTERNAL = "external", "человек из другой организации"
    PUPIL = "pupil", "обучающийся"


class QualificationCategory(TextChoices):
    HIGHEST = "highest", "высшая"
    FIRST = "first", "первая"
    POSITION = "position", "соответствие занимаемой должности"
    NONE = "none", "без категории"


class FormsState(TextChoices):
    """How far the case forms of a name or of a position may be trusted."""

    AUTO = "auto", "предложено программой"
    REVIEW = "review", "нужно проверить"
    CHECKED = "checked", "проверено"


class ImportState(TextChoices):
    UPLOADED = "uploaded", "загружен"
    PREVIEWED = "previewed", "проверен"
    APPLIED = "applied", "внесён"
    CANCELLED = "cancelled", "отменён"


class RowOutcome(TextChoices):
    NEW = "new", "новый"
    UPDATED = "updated", "изменится"
    UNCHANGED = "unchanged", "без изменений"
    ERROR = "error", "с ошибкой"
    SKIPPED = "skipped", "пропущен"

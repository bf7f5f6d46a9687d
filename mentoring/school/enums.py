from django.db.models import TextChoices


class Gender(TextChoices):
    MALE = "m", "мужской"
    FEMALE = "f", "женский"


class DayKind(TextChoices):
    DAY_OFF = "day_off", "нерабочий день"
    WORKING = "working", "рабочий день"


class ActLevel(TextChoices):
    FEDERAL = "federal", "федеральный"
    REGIONAL = "regional", "региональный"
    LOCAL = "local", "локальный"


class DateStyle(TextChoices):
    NUMERIC = "numeric", "12.01.2026"
    WORDS = "words", "12 января 2026 г."

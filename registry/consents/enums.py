from django.db.models import TextChoices


class ConsentKind(TextChoices):
    """Each consent is a separate paper (152-ФЗ с 01.09.2025; ТК РФ, ст. 351.8)."""

    PROCESSING = "processing", "согласие на обработку персональных данных"
    MENTORING = "mentoring", "согласие быть наставником"
    PARTICIPATION = "participation", "согласие на участие в программе наставничества"
    DISTRIBUTION = "distribution", "согласие на распространение персональных данных"

    @property
    def short(self) -> str:
        """The heading of a narrow column."""
        return SHORT_NAMES[self]


SHORT_NAMES = {
    ConsentKind.PROCESSING: "Обработка данных",
    ConsentKind.MENTORING: "Быть наставником",
    ConsentKind.PARTICIPATION: "Участие",
    ConsentKind.DISTRIBUTION: "Распро\u00adстранение",
}


class ConsentStatus(TextChoices):
    PRINTED = "printed", "бланк подготовлен"
    GIVEN = "given", "получено"
    WITHDRAWN = "withdrawn", "отозвано"


class ConsentChannel(TextChoices):
    SCREEN = "screen", "дано на своём экране"
    PAPER = "paper", "получено на бумаге"


class DistributionField(TextChoices):
    """What may be published, each ticked on its own (152-ФЗ, ст. 10.1, ч. 1)."""

    FULL_NAME = "full_name", "фамилия, имя, отчество"
    POSITION = "position", "должность и место работы"
    PHOTO = "photo", "фотография"
    ACHIEVEMENTS = "achievements", "достижения и результаты"
    QUOTE = "quote", "цитата, отзыв"

from django.db.models import TextChoices


class Role(TextChoices):
    """Roles of accounts. Mentor and mentee are relations of a person, never roles of an account."""

    DIRECTOR = "director", "директор"
    CURATOR = "curator", "куратор"
    COUNCIL = "council", "член методического совета"
    PSYCHOLOGIST = "psychologist", "педагог-психолог"
    ADMINISTRATOR = "administrator", "системный администратор"


class AccessKind(TextChoices):
    """What was done with somebody's personal data."""

    VIEW = "view", "открыта карточка"
    PRINT = "print", "напечатан документ"
    EXPORT = "export", "выгружен список"
    FILE = "file", "открыт файл"

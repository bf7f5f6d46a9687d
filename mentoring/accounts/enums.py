from django.db.models import TextChoices


class Role(TextChoices):
    """Roles of accounts. Mentor and mentee are relations of a person, never roles of an account."""

    DIRECTOR = "director", "директор"
    CURATOR = "curator", "куратор"
    COUNCIL = "council", "член методического совета"
    PSYCHOLOGIST = "psychologist", "педагог-психолог"
    ADMINISTRATOR = "administrator", "системный администратор"
    KEEPER = "keeper", "помощник куратора"


class AccessKind(TextChoices):
    """What was done with somebody's personal data."""

    VIEW = "view", "открыта страница"
    LIST = "list", "открыт список"
    PRINT = "print", "напечатан документ"
    EXPORT = "export", "выгружен список"
    FILE = "file", "открыт файл"
    CHANGE = "change", "изменены данные"
    APPROVE = "approve", "принято решение"
    ROLE = "role", "изменены права"
    SIGN_IN = "sign_in", "вход"
    SIGN_OUT = "sign_out", "выход"
    ERASE = "erase", "уничтожены данные"


class AccessResult(TextChoices):
    """What the program answered."""

    DONE = "done", "выполнено"
    NOT_TAKEN = "not_taken", "не принято, показана форма"
    DENIED = "denied", "отказано"
    MISSING = "missing", "не найдено"
    FAILED = "failed", "ошибка"

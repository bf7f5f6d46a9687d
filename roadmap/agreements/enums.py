from django.db.models import TextChoices


class AgreementKind(TextChoices):
    """What a mentor's work rests on (ТК РФ, ст. 351.8): an employee signs an amendment, an outsider a contract."""

    AMENDMENT = "amendment", "дополнительное соглашение к трудовому договору"
    CONTRACT = "contract", "договор с внешним наставником"


class AgreementStatus(TextChoices):
    DRAFT = "draft", "черновик"
    PRINTED = "printed", "напечатано, ждёт подписей"
    SIGNED = "signed", "подписано"
    ENDED = "ended", "прекращено"
    VOID = "void", "закрыто без подписи"

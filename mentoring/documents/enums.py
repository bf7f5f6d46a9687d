from django.db.models import TextChoices


class DocumentKind(TextChoices):
    ORDER = "order", "Приказ"
    CONSENT = "consent", "Согласие"
    PROGRAMME = "programme", "Персонализированная программа"
    REGISTER = "register", "Реестр"
    PROTOCOL = "protocol", "Протокол"
    DESTRUCTION = "destruction", "Акт об уничтожении персональных данных"
    LOCAL_ACT = "local_act", "Локальный акт"
    OTHER = "other", "Документ"


class DocumentStatus(TextChoices):
    VALID = "valid", "Действует"
    CANCELLED = "cancelled", "Отменён"

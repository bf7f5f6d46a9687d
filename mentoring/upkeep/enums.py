from django.db.models import TextChoices


class UpkeepKind(TextChoices):
    BACKUP = "backup", "копия данных"
    FSCK = "fsck", "сверка файлов"
    RESTORE = "restore", "восстановление"

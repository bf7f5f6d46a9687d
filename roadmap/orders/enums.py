from django.db.models import TextChoices


class OrderKind(TextChoices):
    PAIRING = "pairing", "о закреплении наставнических пар/групп"


class OrderStatus(TextChoices):
    DRAFT = "draft", "проект"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращён на доработку"
    APPROVED = "approved", "утверждён, ждёт регистрации"
    REGISTERED = "registered", "зарегистрирован"
    SIGNED = "signed", "подписан"


class NumberingPeriod(TextChoices):
    CALENDAR_YEAR = "calendar", "календарный год"
    SCHOOL_YEAR = "school", "учебный год (с 1 сентября)"

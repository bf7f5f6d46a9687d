from django.db.models import TextChoices


class OrderKind(TextChoices):
    REGULATION = "regulation", "об утверждении Положения о наставничестве"
    INTRODUCTION = "introduction", "о внедрении системы наставничества"
    CURATOR = "curator", "о назначении куратора"
    ROADMAP = "roadmap", "об утверждении дорожной карты"
    PAIRING = "pairing", "о закреплении наставнических пар/групп"
    APPOINTMENT = "appointment", "о назначении наставником"
    FINAL_EVENT = "final_event", "о проведении итогового мероприятия"
    REPLACEMENT = "replacement", "о замене наставника"
    EARLY_END = "early_end", "о досрочном прекращении наставничества"
    COMPLETION = "completion", "о завершении персонализированной программы"
    EXTENSION = "extension", "о продлении срока программы"
    CHANGE = "change", "о внесении изменений в программу"
    DUTY_RELEASE = "duty_release", "об освобождении от должностных обязанностей"
    AWARD = "award", "о поощрении"
    ASSOCIATION = "association", "о создании объединения наставников"
    MONITORING = "monitoring", "о проведении мониторинга"
    AMENDMENT = "amendment", "о внесении изменений в приказ"
    CANCELLATION = "cancellation", "о признании приказа утратившим силу"


class OrderRole(TextChoices):
    """As what an order names a person."""

    MENTOR = "mentor", "наставник"
    MENTEE = "mentee", "наставляемый"
    SUCCESSOR = "successor", "новый наставник"
    PETITIONER = "petitioner", "чьё заявление или ходатайство"
    FORMER_CURATOR = "former_curator", "прежний куратор"
    RESPONSIBLE = "responsible", "ответственный"
    COMMITTEE = "committee", "член оргкомитета"
    HEAD = "head", "руководитель объединения"
    MEMBER = "member", "член объединения"
    RELEASED = "released", "освобождаемый"
    SUBSTITUTE = "substitute", "замещающий"
    THANKED = "thanked", "благодарность"
    DIPLOMA = "diploma", "благодарственное письмо"
    BONUS = "bonus", "премия"


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

from django.db.models import TextChoices


class BankRole(TextChoices):
    """The two banks; one person may stand in both."""

    MENTOR = "mentor", "наставник"
    MENTEE = "mentee", "наставляемый"


class EntryState(TextChoices):
    """What an entry is on a given day; computed from consents and dates, never stored."""

    WAITING = "waiting", "ожидает согласия"
    ACTIVE = "active", "в банке"
    LEFT = "left", "исключён"


class MenteeCategory(TextChoices):
    """Categories of mentees (Положение, п. 3.5)."""

    YOUNG = "young", "молодой / начинающий специалист"
    EXPERIENCED = "experienced", "пришедший с опытом"
    NEW_POSITION = "new_position", "новый в должности"
    DIFFICULTY = "difficulty", "испытывающий затруднения"
    OWN_REQUEST = "own_request", "по собственному запросу"


class RequestSource(TextChoices):
    QUESTIONNAIRE = "questionnaire", "анкета"
    TALK = "talk", "беседа"
    ADMINISTRATION = "administration", "предложение администрации"
    SELF = "self", "сам(а)"


class WorkMode(TextChoices):
    ONLINE = "online", "онлайн"
    ONSITE = "onsite", "очный"
    MIXED = "mixed", "смешанный"

from django.db.models import TextChoices


class MentorshipStatus(TextChoices):
    DRAFT = "draft", "черновик"
    PROPOSED = "proposed", "предложена сторонам"
    AGREED = "agreed", "согласована сторонами"
    IN_ORDER = "in_order", "в проекте приказа"
    ACTIVE = "active", "действует"
    ENDED = "ended", "завершена"
    DECLINED = "declined", "не состоялась"


class ParticipantRole(TextChoices):
    MENTOR = "mentor", "наставник"
    MENTEE = "mentee", "наставляемый"


class Answer(TextChoices):
    PENDING = "pending", "ждём ответа"
    YES = "yes", "согласие"
    NO = "no", "отказ"


class AnswerChannel(TextChoices):
    SCREEN = "screen", "на своей странице"
    PAPER = "paper", "внёс куратор"


class CouncilOpinion(TextChoices):
    SUPPORTS = "supports", "рекомендует"
    OBJECTS = "objects", "не рекомендует"


class EndGround(TextChoices):
    """The three grounds of completion (Положение, п. 7.1)."""

    FULL = "full", "план мероприятий выполнен в полном объёме"
    SIDES = "sides", "по инициативе наставника или наставляемого, по обоюдному решению"
    CURATOR = "curator", "по инициативе куратора"

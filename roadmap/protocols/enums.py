from django.db.models import TextChoices


class ProtocolBody(TextChoices):
    """Whose meeting it is; each body numbers its protocols by itself."""

    METHODICAL = "methodical", "методический совет"
    PEDAGOGICAL = "pedagogical", "педагогический совет"
    MEETING = "meeting", "совещание"
    PARENTS = "parents", "родительское собрание"

    @property
    def genitive(self) -> str:
        """What stands under the word «ПРОТОКОЛ»."""
        return {
            "methodical": "заседания методического совета",
            "pedagogical": "заседания педагогического совета",
            "meeting": "совещания",
            "parents": "родительского собрания",
        }[self.value]

    @property
    def is_council(self) -> bool:
        """Councils have members, so a quorum is counted."""
        return self in (ProtocolBody.METHODICAL, ProtocolBody.PEDAGOGICAL)


class ProtocolStatus(TextChoices):
    DRAFT = "draft", "черновик"
    SIGNED = "signed", "подписан"


class AttendeeRole(TextChoices):
    CHAIR = "chair", "председатель"
    SECRETARY = "secretary", "секретарь"
    PRESENT = "present", "присутствует"
    ABSENT = "absent", "отсутствует"
    INVITED = "invited", "приглашён"


class SpeechKind(TextChoices):
    HEARD = "heard", "слушали"
    SPOKE = "spoke", "выступили"


class Outcome(TextChoices):
    """What the council decided about the pair or the programme that an item of the agenda is about."""

    SUPPORTS = "supports", "рекомендует"
    OBJECTS = "objects", "не рекомендует"
    ACQUAINTED = "acquainted", "ознакомлен с программой"
    POSTPONED = "postponed", "вопрос отложен"

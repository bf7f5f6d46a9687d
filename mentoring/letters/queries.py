from mentoring.letters.enums import SendingState
from mentoring.letters.models import Sending


def doubtful_letters():
    """Letters that may not have arrived, the newest first."""
    return Sending.objects.filter(state=SendingState.DOUBTFUL)

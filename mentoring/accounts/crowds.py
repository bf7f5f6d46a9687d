"""A whole school signs in within a minute of a meeting; the pages of everybody else go on meanwhile."""

import threading
from functools import wraps

_one_at_a_time = threading.Lock()


def one_form_at_a_time(view):
    """Let a process work on one sent form of this kind at a time; reading its page waits for nobody.

    A password keeps a whole processor busy for 30 ms and its session writes for as long again.
    """

    @wraps(view)
    def in_turn(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with _one_at_a_time:
            return view(request, *args, **kwargs)

    return in_turn

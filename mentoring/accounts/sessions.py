"""Sessions in the database that know when their owner signed in and was last seen."""

import time

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"


class SessionStore(DatabaseSessions):
    """Stamps the session whenever it is saved; a new key (a sign-in, a new password) starts the count anew."""

    def save(self, must_create=False):
        if SESSION_KEY in self:
            self[SEEN_AT] = time.time()
            self.setdefault(SIGNED_IN_AT, self[SEEN_AT])
        super().save(must_create)

    def cycle_key(self):
        self.pop(SIGNED_IN_AT, None)
        super().cycle_key()

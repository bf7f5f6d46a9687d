"""How passwords are kept."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

# A password keeps a whole processor busy for 30 ms: while thirty people sign in, the pages of all others go in between.
_one_at_a_time = threading.Lock()


class SchoolArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: what OWASP advises for a server that signs many in at once.

    A whole school signs in within a minute of a meeting: docs/decisions/0012 has the figures. One process works on
    one password at a time.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password, salt):
        with _one_at_a_time:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with _one_at_a_time:
            return super().verify(password, encoded)

"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SchoolArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: what OWASP advises for a server that signs many in at once.

    A whole school signs in within a minute of a meeting: docs/decisions/0012 has the figures.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

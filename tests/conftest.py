"""What every test stands on. The database itself comes from bin/test (DATABASE_URL)."""

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is not a fault of the code under test.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Real hashing takes a quarter of a second for each account."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

import pytest

from mentoring.accounts.models import User


@pytest.fixture
def curator(db):
    return User.objects.create_user("yaseneva", display_name="Ясенева Н. М.")


@pytest.fixture(autouse=True)
def files_in_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_BASE_URL = "https://school157.example"

import pytest

from tests.factories.orders import make_school


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.OUTBOX_DIR = tmp_path / "outbox"


@pytest.fixture
def school(db):
    return make_school(address="г. Приречный, ул. Школьная, д. 7")

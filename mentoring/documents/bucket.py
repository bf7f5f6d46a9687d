"""Uploaded files in S3-compatible storage, for several machines over one database.

The settings name this class when S3_BUCKET is set; nothing else imports it, so that a server without such a storage
needs none of its packages. Its faults are faults of reading and writing, as those of a disk are.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from mentoring.documents.queries import StorageAway

FAULTS = (Boto3Error, BotoCoreError, ClientError, RetriesExceededError)
# A page that cannot reach its files says so before the visitor gives up.
CONFIG = Config(
    signature_version="s3v4",
    connect_timeout=3,
    read_timeout=15,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Many storages that speak S3 do not know the newer checksums; our own SHA-256 is compared at each reading.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class BucketStorage(S3Storage):
    """A private bucket: no public address of a file, no file over another one, faults as StorageAway."""

    def get_default_settings(self):
        return {
            **super().get_default_settings(),
            "default_acl": None,
            "file_overwrite": False,
            "client_config": CONFIG,
            # A scan is small: threads of its own would cost more than they bring.
            "transfer_config": TransferConfig(use_threads=False),
        }

    def _open(self, name, mode="rb"):
        with _faults_in_one_kind():
            file = super()._open(name, mode)
            if "r" in mode:
                # Brought here at once: the first read would fail in the middle of an answer.
                file.open()
            return file

    def _save(self, name, content):
        with _faults_in_one_kind():
            return super()._save(name, content)

    def delete(self, name):
        with _faults_in_one_kind():
            super().delete(name)

    def exists(self, name):
        with _faults_in_one_kind():
            return super().exists(name)

    def listdir(self, name):
        with _faults_in_one_kind():
            return super().listdir(name)

    def size(self, name):
        with _faults_in_one_kind():
            return super().size(name)

    def get_modified_time(self, name):
        with _faults_in_one_kind():
            return super().get_modified_time(name)

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Nobody reads a file but through a page that asks who it is."""
        raise ValueError("Files have no address of their own.")


@contextmanager
def _faults_in_one_kind() -> Iterator[None]:
    try:
        yield
    except FAULTS as problem:
        raise StorageAway(f"The storage of files does not answer: {problem}") from problem

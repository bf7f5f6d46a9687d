"""A storage that speaks S3, in this process and on the loopback address: moto's server."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "school-files"
KEYS = {"aws_access_key_id": "school", "aws_secret_access_key": "only-for-tests"}


@contextmanager
def bucket_server() -> Iterator[str]:
    """The address of a running storage with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        # What an earlier server of this process has kept is still there.
        with urlopen(Request(f"{address}/moto-api/reset", method="POST")):  # noqa: S310 - our own server
            pass
        boto3.client("s3", endpoint_url=address, region_name="us-east-1", **KEYS).create_bucket(Bucket=BUCKET)
        yield address
    finally:
        server.stop()


def storage_settings(address: str) -> dict:
    """STORAGES as mentoring.settings makes it of S3_BUCKET and its neighbours."""
    return {
        "BACKEND": "mentoring.documents.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": BUCKET,
            "endpoint_url": address,
            "region_name": "us-east-1",
            "access_key": KEYS["aws_access_key_id"],
            "secret_key": KEYS["aws_secret_access_key"],
        },
    }

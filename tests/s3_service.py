"""A real S3 service on this machine, over HTTP, for as long as the tests run."""

import boto3
import requests
from moto.server import ThreadedMotoServer

_BUCKETS = ("news-media", "news-originals")
# What operators allow readers: to read whatever is in the one bucket, and not to list it.
_READABLE = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
"Action": "s3:GetObject", "Resource": "arn:aws:s3:::news-media/*"}]}"""


def start():
    """Starts the service; returns the environment that points to it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    return {
        "MEDIA_S3_BUCKET": _BUCKETS[0],
        "MEDIA_S3_PRIVATE_BUCKET": _BUCKETS[1],
        "MEDIA_S3_ENDPOINT": endpoint,
        "MEDIA_S3_REGION": "us-east-1",
        "MEDIA_S3_ACCESS_KEY": "only-for-tests",
        "MEDIA_S3_SECRET_KEY": "only-for-tests",
        "MEDIA_S3_PUBLIC_URL": f"{endpoint}/{_BUCKETS[0]}",
    }


def client(service):
    return boto3.client(
        "s3",
        endpoint_url=service["endpoint"],
        region_name="us-east-1",
        aws_access_key_id="only-for-tests",
        aws_secret_access_key="only-for-tests",
    )


def empty(service):
    """Two empty buckets, as on the first day."""
    requests.post(f"{service['endpoint']}/moto-api/reset", timeout=10).raise_for_status()
    s3 = client(service)
    for name in (service["bucket"], service["private_bucket"]):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_policy(Bucket=service["bucket"], Policy=_READABLE)


def names(service, bucket="bucket"):
    found = client(service).list_objects_v2(Bucket=service[bucket])
    return {item["Key"] for item in found.get("Contents", [])}

"""Files on an S3-compatible service. Imported only where MEDIA_S3_BUCKET is set: boto is large.

Two buckets: readers may be allowed all of the one, and nobody anything of the other.
"""

from botocore.config import Config
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from .storage import FOR_EVER, NoAddress

# A service that does not answer is an error within seconds, not a page that hangs. Checksums
# that only Amazon's own service knows are left out where nothing asks for them.
_CLIENT = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"total_max_attempts": 3, "mode": "standard"},
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class PublicStorage(S3Storage):
    """Renditions and logos, at the address that readers use."""

    def __init__(self, *, public_url, **options):
        self.public_url = public_url
        super().__init__(
            client_config=_CLIENT,
            file_overwrite=True,
            object_parameters={"CacheControl": FOR_EVER},
            **options,
        )

    def url(self, name, parameters=None, expire=None, http_method=None):
        return f"{self.public_url}/{filepath_to_uri(name)}"

    def move(self, name, new_name):
        """Gives an object another key; the service copies it without sending it to us."""
        source = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        self.bucket.Object(self._normalize_name(new_name)).copy_from(CopySource=source)
        self.delete(name)


class PrivateStorage(NoAddress, S3Storage):
    """What photographers uploaded: never given another content, and no address at all."""

    def __init__(self, **options):
        super().__init__(client_config=_CLIENT, file_overwrite=False, **options)

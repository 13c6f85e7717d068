"""Where files are kept: on the disk, or on an S3-compatible service. For ``cms/settings.py``."""


def storages(root, url, s3, static):
    """Django's ``STORAGES``. ``s3`` is what `env.s3` read, or None for the disk under ``root``."""
    public, originals = _on_service(s3) if s3 else _on_disk(root, url)
    return {
        # What readers get: renditions and logos, under names that cannot be guessed.
        "default": public,
        # What photographers uploaded, with everything the camera wrote into it: never served.
        "originals": originals,
        "staticfiles": {"BACKEND": static},
    }


def _on_disk(root, url):
    return (
        {
            "BACKEND": "cms.storage.PublicStorage",
            "OPTIONS": {"location": root / "public", "base_url": url},
        },
        {"BACKEND": "cms.storage.PrivateStorage", "OPTIONS": {"location": root / "originals"}},
    )


def _on_service(s3):
    service = {
        "endpoint_url": s3["endpoint"],
        "region_name": s3["region"],
        "access_key": s3["access_key"],
        "secret_key": s3["secret_key"],
    }
    public = {**service, "bucket_name": s3["bucket"], "public_url": s3["public_url"]}
    originals = {**service, "bucket_name": s3["private_bucket"]}
    return (
        {"BACKEND": "cms.s3.PublicStorage", "OPTIONS": public},
        {"BACKEND": "cms.s3.PrivateStorage", "OPTIONS": originals},
    )

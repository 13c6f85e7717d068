"""Typed readers of the environment. Only ``cms/settings.py`` uses them.

Each error names the variable and shows a value that works, since it is read by an operator
in a terminal and not by whoever wrote this.
"""

import ipaddress
import re
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_env = environ.Env()
_TRUE = {"1", "on", "true", "yes"}
_FALSE = {"0", "off", "false", "no", ""}
REQUIRED = object()
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def _read(name, example, default, convert):
    # Not _env.str(): it takes a value that begins with $ for the name of another variable.
    raw = _env.ENVIRON.get(name)
    if raw is None or (raw == "" and default is not REQUIRED):
        if default is REQUIRED:
            raise ImproperlyConfigured(
                f"The environment variable {name} is not set. Example: {name}={example}"
            )
        return default
    try:
        return convert(raw)
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"The environment variable {name} is wrong: {error}. Example: {name}={example}"
        ) from error


def _to_bool(raw):
    if raw.strip().lower() in _TRUE:
        return True
    if raw.strip().lower() in _FALSE:
        return False
    raise ValueError(f"{raw!r} is neither on nor off")


def _to_secret(raw):
    if len(raw) < 50:
        raise ValueError("it has fewer than 50 characters")
    return raw


def _to_origin(raw):
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"{raw!r} is no address")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"{raw!r} has more than a scheme and a host")
    return f"{parts.scheme}://{parts.netloc}"


def _to_address(raw):
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"{raw!r} is no address")
    if parts.query or parts.fragment or parts.username or set(raw) & set(" ;,'\""):
        raise ValueError(f"{raw!r} has more than a scheme, a host and a path")
    return raw.rstrip("/")


def _to_bucket(raw):
    if not _BUCKET.fullmatch(raw):
        raise ValueError(f"{raw!r} is no name of a bucket")
    return raw


def _to_list(raw):
    return [part.strip() for part in raw.split(",") if part.strip()]


def boolean(name, *, default, example="on"):
    return _read(name, example, default, _to_bool)


def integer(name, *, default, example):
    return _read(name, example, default, int)


def text(name, *, default=REQUIRED, example=""):
    return _read(name, example, default, str)


def secret(name, *, default=REQUIRED, example="(50 or more random characters)"):
    return _read(name, example, default, _to_secret)


def origin(name, *, default=REQUIRED, example="https://www.example.org"):
    """A scheme and host, without a slash at the end."""
    return _read(name, example, default, _to_origin)


def names(name, *, default, example):
    """A list, written with commas."""
    return _read(name, example, default, _to_list)


def networks(name, *, default, example="10.0.0.0/8,127.0.0.1"):
    """IP networks, written with commas; a single address is a network of one."""
    return _read(
        name, example, default, lambda raw: [ipaddress.ip_network(n) for n in _to_list(raw)]
    )


def choice(name, choices, *, default):
    def convert(raw):
        if raw not in choices:
            raise ValueError(f"{raw!r} is none of {', '.join(choices)}")
        return raw

    return _read(name, default, default, convert)


def database(name, *, default, example="postgres://user:password@127.0.0.1:5432/news"):
    """Django's settings of one database; SQLite and PostgreSQL are supported."""

    def convert(raw):
        config = _env.db_url_config(raw)
        if config.get("ENGINE") not in (
            "django.db.backends.sqlite3",
            "django.db.backends.postgresql",
        ):
            raise ValueError("it names neither sqlite:/// nor postgres://")
        if not config["NAME"]:
            raise ValueError("it names no database")
        return config

    return _read(name, example, convert(default), convert)


def cache(name, *, default, example="redis://127.0.0.1:6379/0"):
    def convert(raw):
        config = _env.cache_url_config(raw)
        if not config.get("BACKEND"):
            raise ValueError("it names no cache that Django knows")
        return config

    return _read(name, example, convert(default), convert)


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def mail(name, *, default, example="smtp+tls://user:password@mail.example.org:587"):
    """Django's settings of the mail server, as a dict; an empty one when none is set."""

    def convert(raw):
        if raw in ("", "console://"):
            backend = "django.core.mail.backends.console.EmailBackend"
            return {"EMAIL_BACKEND": backend} if raw else {}
        parts = urlsplit(raw)
        if parts.scheme not in _MAIL_PORTS or not parts.hostname or parts.port == 0:
            raise ValueError("it names no mail server")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("it has more than a login, a host and a port")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        }

    return _read(name, example, convert(default), convert)


def mailbox(name, *, host, example="newsroom@example.org"):
    """The sender's address; unless one is set, a mailbox that nobody reads at our own host."""

    def convert(raw):
        try:
            validate_email(raw)
        except ValidationError:
            raise ValueError(f"{raw!r} is no e-mail address") from None
        return raw

    numbered = ":" in host or host.replace(".", "").isdecimal()
    default = f"no-reply@{'localhost' if numbered else host.removeprefix('www.')}"
    return _read(name, example, default, convert)


def s3(prefix):
    """Where files are kept on an S3-compatible service, as a dict; None when nothing is set."""
    parts = {
        "bucket": ("news-media", _to_bucket),
        "private_bucket": ("news-originals", _to_bucket),
        "endpoint": ("https://s3.ap-southeast-1.amazonaws.com", _to_address),
        "region": ("ap-southeast-1", str),
        "access_key": ("(as the service gave it)", str),
        "secret_key": ("(as the service gave it)", str),
        "public_url": ("https://media.example.org", _to_address),
    }
    names = {part: f"{prefix}_{part.upper()}" for part in parts}
    if not any(_env.ENVIRON.get(name) for name in names.values()):
        return None
    service = {}
    for part, (example, convert) in parts.items():
        _refuse_empty(names[part], example)
        service[part] = _read(names[part], example, REQUIRED, convert)
    if service["bucket"] == service["private_bucket"]:
        raise ImproperlyConfigured(
            f"The environment variable {names['private_bucket']} is wrong: readers may read all "
            f"of {service['bucket']}. Example: {names['private_bucket']}=news-originals"
        )
    return service


def _refuse_empty(name, example):
    if _env.ENVIRON.get(name) == "":
        raise ImproperlyConfigured(
            f"The environment variable {name} is empty. Example: {name}={example}"
        )

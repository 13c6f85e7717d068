"""What an operator can get wrong, said at the start and by ``manage.py check --deploy``."""

import ipaddress

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

_TEST_KEY_START = "6LeIxAcTAAAAA"  # both of Google's public test keys begin so


@register(Tags.security)
def debug_in_public(app_configs, **kwargs):
    if not settings.DEBUG:
        return []
    public = [host for host in settings.ALLOWED_HOSTS if not _is_local(host)]
    if not public:
        return []
    return [
        Error(
            f"DEBUG is on, and the site answers as {', '.join(public)}.",
            hint="Set DEBUG=off. A page with an error would show the source code and settings.",
            id="cms.E001",
        )
    ]


@register(Tags.security)
def recaptcha_keys(app_configs, **kwargs):
    keys = (settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY)
    wanted = settings.COMMENT_VERIFICATION.startswith("recaptcha")
    if any(keys) != all(keys):
        return [
            Error(
                "Only one of RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY is set.",
                hint="Set both, or neither: then comments use the embedded check.",
                id="cms.E002",
            )
        ]
    if wanted and not all(keys):
        return [
            Error(
                f"COMMENT_VERIFICATION={settings.COMMENT_VERIFICATION} needs both reCAPTCHA keys.",
                hint="Set RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY, "
                "or COMMENT_VERIFICATION=embedded.",
                id="cms.E003",
            )
        ]
    if not settings.DEBUG and any(key.startswith(_TEST_KEY_START) for key in keys):
        return [
            Error(
                "The reCAPTCHA keys are Google's test keys: every robot passes.",
                hint="Use the keys of your own site, or COMMENT_VERIFICATION=embedded.",
                id="cms.E004",
            )
        ]
    return []


@register(Tags.caches)
def cache_of_one_process(app_configs, **kwargs):
    local = settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    if not local or settings.WEB_CONCURRENCY < 2:
        return []
    return [
        Error(
            f"The cache lives in the memory of each of {settings.WEB_CONCURRENCY} processes: "
            "finished pages are not kept.",
            hint="Set CACHE_URL=redis://127.0.0.1:6379/0, or WEB_CONCURRENCY=1.",
            id="cms.E005",
        )
    ]


@register(Tags.database)
def database_in_utf8(app_configs, databases=None, **kwargs):
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    if encoding == "UTF8":
        return []
    return [
        Error(
            f"The database stores text as {encoding}; Vietnamese needs UTF8.",
            hint="createdb --encoding=UTF8 --lc-ctype=C.UTF-8 --template=template0 NAME",
            id="cms.E006",
        )
    ]


@register(Tags.security, deploy=True)
def proxies_are_known(app_configs, **kwargs):
    if settings.TRUSTED_PROXIES or not settings.SITE_URL.startswith("https://"):
        return []
    return [
        Warning(
            "SITE_URL is https, and TRUSTED_PROXIES is empty.",
            hint="The application speaks http behind a web server: name the server's address, "
            "for instance TRUSTED_PROXIES=127.0.0.1, or every page redirects to itself.",
            id="cms.W007",
        )
    ]


@register(Tags.security, deploy=True)
def pictures_are_safe_in_transit(app_configs, **kwargs):
    service = settings.MEDIA_S3
    if not service or not settings.SITE_URL.startswith("https://"):
        return []
    if service["public_url"].startswith("https://"):
        return []
    return [
        Error(
            "SITE_URL is https, and MEDIA_S3_PUBLIC_URL is not.",
            hint="Browsers show no picture from there: set MEDIA_S3_PUBLIC_URL=https://…",
            id="cms.E008",
        )
    ]


@register(Tags.compatibility)
def mail_is_on(app_configs, **kwargs):
    if settings.MAIL_IS_ON:
        return []
    return [
        Warning(
            "No mail server is set: nobody gets mail.",
            hint="Set EMAIL_URL=smtp+tls://user:password@mail.example.org:587.",
            id="cms.W009",
        )
    ]


@register(Tags.compatibility, deploy=True)
def nobody_waits_for_the_mail_server(app_configs, **kwargs):
    if settings.TASKS_RUN == "database" or not settings.MAIL_IS_ON:
        return []
    return [
        Warning(
            "Mail and the webhook go out while whoever took a step waits for the page.",
            hint="Set TASKS=database and keep `manage.py db_worker` running beside the site.",
            id="cms.W010",
        )
    ]


def _is_local(host):
    if host in ("localhost", ".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return False

"""Starting with a right and a wrong environment, as an operator does: in a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

# What a production environment needs, and all it needs.
PRODUCTION = {
    "SECRET_KEY": "kQ7v-2Zp9_sXw4Yt6Rn8Lm3Jh5Gf1Dc0BaEiOuTyPqWeMzNxCvVb",
    "SITE_URL": "https://www.example.org",
    "DATABASE_URL": "postgres://news:secret@127.0.0.1:5432/news",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
    "TRUSTED_PROXIES": "127.0.0.1",
    "WEB_CONCURRENCY": "4",
    "EMAIL_URL": "smtp+tls://news:p%40ss@mail.example.org:587",
    "TASKS": "database",
}


def run(*command, **environment):
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "HOME": "/tmp", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def value_of(expression, **environment):
    """A setting as a process with this environment sees it."""
    done = run("-c", f"from cms import settings as s; print({expression})", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_check_deploy_has_nothing_to_say_about_the_documented_environment():
    done = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


WRONG = [
    ({"SECRET_KEY": None}, "SECRET_KEY"),
    ({"SECRET_KEY": ""}, "SECRET_KEY"),
    ({"SECRET_KEY": "too-short"}, "SECRET_KEY"),
    ({"SITE_URL": None}, "SITE_URL"),
    ({"SITE_URL": "www.example.org"}, "SITE_URL"),
    ({"SITE_URL": "https://www.example.org/news/"}, "SITE_URL"),
    ({"SITE_URL": "https://www.example.org:web"}, "SITE_URL"),
    ({"SITE_URL": "http://["}, "SITE_URL"),
    ({"DATABASE_URL": "mysql://news@127.0.0.1/news"}, "DATABASE_URL"),
    ({"DATABASE_URL": "news"}, "DATABASE_URL"),
    ({"DATABASE_URL": "postgres://127.0.0.1"}, "DATABASE_URL"),
    ({"DATABASE_URL": "postgres://127.0.0.1:port/news"}, "DATABASE_URL"),
    ({"DEBUG": "perhaps"}, "DEBUG"),
    ({"STAFF_2FA": "for some"}, "STAFF_2FA"),
    ({"TRUSTED_PROXIES": "nginx"}, "TRUSTED_PROXIES"),
    ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "TRUSTED_PROXIES"),
    ({"CACHE_URL": "redys://127.0.0.1"}, "CACHE_URL"),
    ({"WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY"),
    ({"COMMENT_VERIFICATION": "off"}, "COMMENT_VERIFICATION"),
    ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
    ({"EMAIL_URL": "smtp://"}, "EMAIL_URL"),
    ({"EMAIL_URL": "smtp://mail.example.org:port"}, "EMAIL_URL"),
    ({"EMAIL_URL": "https://mail.example.org"}, "EMAIL_URL"),
    ({"DEFAULT_FROM_EMAIL": "Báo Mới"}, "DEFAULT_FROM_EMAIL"),
    ({"TASKS": "celery"}, "TASKS"),
]


@pytest.mark.parametrize(("changes", "name"), WRONG, ids=[str(changes) for changes, _ in WRONG])
def test_a_wrong_value_stops_the_start_and_names_the_variable_with_an_example(changes, name):
    environment = {**PRODUCTION, **changes}
    environment = {key: value for key, value in environment.items() if value is not None}
    done = run("-c", "import cms.settings", **environment)
    last_line = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert f"environment variable {name}" in last_line
    assert f"Example: {name}=" in last_line


def test_the_commands_stop_as_well_with_the_reason_as_their_last_line():
    for command in (["check"], ["migrate", "--check"], ["runserver", "--noreload"]):
        done = run("manage.py", *command, **{**PRODUCTION, "SECRET_KEY": "too-short"})
        assert done.returncode != 0, command
        assert "environment variable SECRET_KEY" in done.stderr.strip().splitlines()[-1]


def test_a_secret_is_not_printed():
    done = run("-c", "import cms.settings", **{**PRODUCTION, "SECRET_KEY": "geheim-17"})
    assert "geheim-17" not in done.stderr + done.stdout


def test_a_secret_that_begins_with_a_dollar_is_taken_as_it_is():
    secret = "$" + PRODUCTION["SECRET_KEY"]
    assert value_of("s.SECRET_KEY", **{**PRODUCTION, "SECRET_KEY": secret}) == secret


def test_for_a_trial_debug_alone_is_enough():
    done = run("manage.py", "check", DEBUG="on")
    assert done.returncode == 0, done.stderr


def test_debug_is_off_unless_somebody_switches_it_on():
    assert value_of("s.DEBUG", **PRODUCTION) == "False"


def test_the_scheme_of_the_site_decides_about_cookies_and_redirects():
    parts = "(s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    assert value_of(parts, **PRODUCTION) == "(True, True, True)"
    plain = {**PRODUCTION, "SITE_URL": "http://127.0.0.1:8000"}
    assert value_of(parts, **plain) == "(False, False, False)"


def test_forwarded_schemes_are_believed_only_behind_known_proxies():
    parts = "hasattr(s, 'SECURE_PROXY_SSL_HEADER')"
    assert value_of(parts, **PRODUCTION) == "True"
    assert value_of(parts, **{**PRODUCTION, "TRUSTED_PROXIES": ""}) == "False"


def test_the_mail_server_is_read_with_its_encryption_and_login():
    parts = "(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_HOST_PASSWORD)"
    assert value_of(parts, **PRODUCTION) == "('mail.example.org', 587, True, False, 'p@ss')"
    plain = {**PRODUCTION, "EMAIL_URL": "smtp+ssl://mail.example.org"}
    assert value_of(parts, **plain) == "('mail.example.org', 465, False, True, '')"


def test_without_a_mail_server_mail_is_off_and_for_a_trial_it_is_printed():
    parts = "(s.MAIL_IS_ON, s.EMAIL_BACKEND.split('.')[-2])"
    assert value_of(parts, **{**PRODUCTION, "EMAIL_URL": ""}) == "(False, 'dummy')"
    assert value_of(parts, DEBUG="on") == "(True, 'console')"


def test_the_sender_is_at_the_host_of_the_site_unless_another_is_set():
    assert value_of("s.DEFAULT_FROM_EMAIL", **PRODUCTION) == "no-reply@example.org"
    own = {**PRODUCTION, "DEFAULT_FROM_EMAIL": "toasoan@example.org"}
    assert value_of("s.DEFAULT_FROM_EMAIL", **own) == "toasoan@example.org"


def test_sqlite_is_set_up_for_several_writers():
    options = "s.DATABASES['default']['OPTIONS']"
    shown = value_of(options, DEBUG="on")
    assert "IMMEDIATE" in shown
    assert "journal_mode=WAL" in shown


@pytest.mark.parametrize("folder", ["c++ and #1", "100% tin tức?", "báo mới"])
def test_the_project_may_lie_in_a_folder_of_any_name(tmp_path, folder):
    home = tmp_path / folder
    home.mkdir()
    for name in ("cms", "articles", "comments"):
        (home / name).symlink_to(settings.BASE_DIR / name)
    (home / "cms").unlink()
    (home / "cms").mkdir()
    for file in (settings.BASE_DIR / "cms").glob("*.py"):
        (home / "cms" / file.name).write_bytes(file.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", "from cms import settings as s; print(s.DATABASES)"],
        cwd=home,
        env={"PATH": os.environ["PATH"], "DEBUG": "on", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{folder}/var/news.sqlite3" in done.stdout
    assert (home / "var").is_dir()

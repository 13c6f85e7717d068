"""The one settings file. Whatever differs between two installations comes from the environment.

README.md lists the variables. What an editor may want to change (name, logo, legal footer,
comment rules) is no setting but data: see ``cms.models.SiteSettings``.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

from . import caches, content_policy, env, file_storages

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# --- The installation --------------------------------------------------------------------

DEBUG = env.boolean("DEBUG", default=False)

# Only a machine that shows its own source code on errors may do without a secret.
SECRET_KEY = env.secret(
    "SECRET_KEY",
    default="only-for-debug-" + "x" * 50 if DEBUG else env.REQUIRED,
)

SITE_URL = env.origin("SITE_URL", default="http://127.0.0.1:8000" if DEBUG else env.REQUIRED)
SITE_HOST = urlsplit(SITE_URL).hostname
ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS", default=[SITE_HOST], example="www.example.org,example.org"
)
if DEBUG:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"]

# Networks of the proxies in front of us: only their X-Forwarded-* headers are believed.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", default=[])

# gunicorn reads the same variable; here it only feeds a system check.
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", default=1, example="4")

# --- Applications ------------------------------------------------------------------------

INSTALLED_APPS = [
    "cms.apps.CmsConfig",
    "articles",
    "comments",
    "cms.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "ckeditor",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "cms.page_cache.middleware.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.middleware.PublicPagesWithoutCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.sessions.SessionLimits",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.middleware.AdminMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "articles.timed_updates.DueBeforeEachPage",
    "articles.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
AUTH_USER_MODEL = "cms.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.paper",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- Database and cache ------------------------------------------------------------------

DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{quote(str(VAR_DIR))}/news.sqlite3")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # Readers never wait for a writer (WAL), writers queue instead of failing in the middle of
    # a transaction that began as a read (IMMEDIATE).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A database that is away should be noticed, not waited for.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

CACHES = {"default": caches.patient(env.cache("CACHE_URL", default="locmemcache://"))}
# Are finished pages kept? Not while somebody works on the templates.
PAGE_CACHE = not DEBUG and caches.can_keep_pages(CACHES["default"], WEB_CONCURRENCY)
# Does each process look twice a second for what others changed?
PAGE_CACHE_WATCHES = True

# --- Language and time -------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Strings that Django itself lacks in Vietnamese. Each app's own are in its ``locale``.
LOCALE_PATHS = [BASE_DIR / "cms" / "django_locale"]
FORMAT_MODULE_PATH = ["cms.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Files -------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "articles.richtext.AppFilesFinder",
    "cms.stylesheet.StylesheetFinder",
]

MEDIA_ROOT = Path(env.text("MEDIA_ROOT", default=str(VAR_DIR / "media"), example="/srv/news/media"))
# None: on the disk. Otherwise on a service, in two buckets.
MEDIA_S3 = env.s3("MEDIA_S3")
MEDIA_URL = f"{MEDIA_S3['public_url']}/" if MEDIA_S3 else "/media/"
STORAGES = file_storages.storages(
    MEDIA_ROOT,
    MEDIA_URL,
    MEDIA_S3,
    static="django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "cms.storage.StaticStorage",
)

# --- Logging in --------------------------------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "cms.logins.backend.StaffBackend",
]
# Guessing passwords is slow: ten tries for an account from an address, then a quarter of an hour's
# rest. Both together, because a newsroom shares one address and nobody should lock out another.
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "cms.client_ip.client_ip"
AXES_LOCKOUT_CALLABLE = "cms.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Must whoever can publish, moderate or administer give a code of their phone besides the password?
# Everybody else may. A wrong code doubles the time until the next can be tried.
STAFF_2FA = env.boolean("STAFF_2FA", default=False)
# A shift lasts eight hours, with a long evening twelve: who comes back next morning logs in again.
# "Remember this device" is for one's own phone, where a story has to be taken down at night.
SESSION_ENGINE = "cms.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # since the last request
SESSION_MAX_AGE = 14 * 24 * 3600  # since the login
# Links that set a password come from `manage.py let_in`: somebody waits for them.
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Comments ----------------------------------------------------------------------------

COMMENT_VERIFICATION = env.choice(
    "COMMENT_VERIFICATION",
    ["auto", "embedded", "recaptcha_v2", "recaptcha_v3"],
    default="auto",
)
RECAPTCHA_PUBLIC_KEY = env.text("RECAPTCHA_PUBLIC_KEY", default="")
RECAPTCHA_PRIVATE_KEY = env.text("RECAPTCHA_PRIVATE_KEY", default="")
RECAPTCHA_DOMAIN = env.text("RECAPTCHA_DOMAIN", default="www.google.com")
# A reader waits for Google no longer than this; then the embedded check takes over.
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3
if RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY:
    INSTALLED_APPS.append("django_recaptcha")

# --- Mail, the webhook, and when they go out ---------------------------------------------

# EMAIL_BACKEND and what belongs to it. Without a server no mail is queued, and `check` says so.
MAIL_IS_ON = bool(_MAIL := env.mail("EMAIL_URL", default="console://" if DEBUG else ""))
globals().update(_MAIL or {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"})
# The paper's name is put before it, and its own e-mail address takes the answers.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mailbox("DEFAULT_FROM_EMAIL", host=SITE_HOST)

# `immediate`: in the request, after its commit. `database`: by `manage.py db_worker`.
TASKS_RUN = env.choice("TASKS", ["immediate", "database"], default="immediate")
_RUNNERS = {
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
TASKS = {"default": {"BACKEND": _RUNNERS[TASKS_RUN]}}
# Where a person waits, a server that does not answer is given up early.
EMAIL_TIMEOUT = WEBHOOK_TIMEOUT = 10 if TASKS_RUN == "database" else 2
# Hosts in one's own network that the webhook may call, also without https.
WEBHOOK_PRIVATE_HOSTS = env.names(
    "WEBHOOK_PRIVATE_HOSTS",
    default=[SITE_HOST] if SITE_HOST in ("127.0.0.1", "localhost") else [],
    example="relay.internal",
)

# --- Security ----------------------------------------------------------------------------

# The scheme of SITE_URL decides: a paper behind https never speaks http.
_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
READER_COOKIE_PATH = "/binh-luan/"
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
# Messages can hold a commenter's e-mail: not in a cookie, which public pages would get too.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

_MEDIA_ORIGIN = (
    "{0.scheme}://{0.netloc}".format(urlsplit(MEDIA_S3["public_url"])) if MEDIA_S3 else ""
)
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_policy.public(_MEDIA_ORIGIN)}
ADMIN_CONTENT_SECURITY_POLICY = content_policy.newsroom(_MEDIA_ORIGIN)

# A story with pasted pictures can be large, and its text must reach us to be kept. What readers
# may send is limited far lower, by cms/middleware.py, with an answer in words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4 is unmaintained and the owner's choice: only staff load it, its output is
    # cleaned on the server on save and on render, its uploader has no address. The risk and
    # the way to replace it are in articles/README.md.
    "ckeditor.W001",
    # CKEditor's dialogs are frames of our own origin.
    "security.W019",
]

# --- Logging -----------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "INFO"}
        for name in ("cms", "articles", "comments", "django_tasks_db")
    },
}

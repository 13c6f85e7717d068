from pathlib import Path

from django.conf import settings
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command, told where the strings of this project live.

    Each app keeps its own in ``locale``; those of ``templates/`` go to ``cms/locale``. The gaps
    of Django's own catalogue (``cms/django_locale``) are written by hand and left alone. A new
    string starts without a translation, never with that of one that looks alike.
    """

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args, **options):
        settings.LOCALE_PATHS = [str(settings.BASE_DIR / "cms" / "locale")]
        options["locale"] = options["locale"] or ["vi"]
        options["ignore_patterns"] += [".venv", "var", "tests", "demo"]
        options["no_location"] = options["no_wrap"] = options["no_obsolete"] = True
        for app in ("cms", "articles", "comments"):
            Path(settings.BASE_DIR, app, "locale").mkdir(exist_ok=True)
        super().handle(*args, **options)

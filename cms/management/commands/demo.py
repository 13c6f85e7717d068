from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.demo import newsroom
from cms.roles import Role


class Command(BaseCommand):
    help = "Fills the site with a demo newspaper. Running it again adds only what is missing."

    def handle(self, *args, **options):
        newsroom.load(self._progress, known_password=settings.DEBUG)
        self.stdout.write(self.style.SUCCESS("The demo newsroom is there."))
        if settings.DEBUG:
            self._say_where(settings.SITE_URL)

    def _progress(self, rows, label):
        return tqdm(rows, desc=label, unit="", leave=False, file=self.stderr._out)

    def _say_where(self, url):
        lines = ["", f"  The paper     {url}/", f"  The newsroom  {url}/admin/", ""]
        lines.append(f"  Logins, all with the password {newsroom.PASSWORD}")
        for username, name, role, _pen_name in newsroom.STAFF:
            lines.append(f"    {username:<12} {Role(role).value:<16} {name}")
        self.stdout.write("\n".join([*lines, ""]))

from axes.utils import reset
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cms.events import Kind, record
from cms.logins import second_factor
from cms.models import User

# What was done -> how the terminal says so, and how that it was not needed.
_SAID = {
    "activated": ("the login is switched on", "the login was on already"),
    "attempts": ("wrong passwords are forgotten", "no wrong password was held against it"),
    "factor": ("the second factor is removed", "there was no second factor"),
    "sessions": ("all logins on devices are ended", ""),
}


class Command(BaseCommand):
    help = (
        "Lets somebody back in who is locked out: lifts the rest after wrong passwords, takes "
        "away the second factor, logs them out everywhere and prints a link, good once and for "
        "an hour, that sets a new password. It is written into the log."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument(
            "--activate", action="store_true", help="also switch the login on, if it is off"
        )

    def handle(self, *args, username, activate, **options):
        user = User.objects.filter(username=User.normalize_username(username)).first()
        if user is None:
            raise CommandError(f"There is no login {username!r}.")
        if not user.is_active and not activate:
            raise CommandError(f"The login {username} is switched off. To switch it on: --activate")
        done = self._let_in(user, activate)
        self.stdout.write(self.style.SUCCESS(f"{user} ({user.username}):"))
        for name, (yes, no) in _SAID.items():
            self.stdout.write(f"  - {yes if name in done else no}")
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stdout.write(f"A new password is set here, once, within {minutes} minutes:")
        self.stdout.write(f"  {self._link(user)}")
        if second_factor.must_have(user):
            self.stdout.write("After logging in, a second factor is to be set up again.")

    @transaction.atomic
    def _let_in(self, user, activate):
        done = []
        if activate and not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
            done.append("activated")
        if reset(username=user.username):
            done.append("attempts")
        if second_factor.remove(user):
            done.append("factor")
        user.end_sessions()
        done.append("sessions")
        record(Kind.LET_IN, person=user, did=done)
        return done

    def _link(self, user):
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        token = default_token_generator.make_token(user)
        return settings.SITE_URL + reverse("admin:set_password", args=[uid, token])

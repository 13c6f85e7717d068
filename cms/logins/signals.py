"""What Django and axes tell of logins, noted as events."""

from axes.signals import user_locked_out
from django.contrib.admin.models import LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from cms import sessions
from cms.events import Event, Kind, record, record_failure
from cms.models import User

from . import second_factor


@receiver(user_logged_in)
def password_was_right(sender, request, user, **kwargs):
    sessions.begin(request, user, remember="remember" in request.POST)
    half = second_factor.has(user)
    if half:
        request.session[sessions.HALF] = True
    record(Kind.PASSWORD_RIGHT if half else Kind.LOGIN, request=request, actor=user, person=user)


@receiver(user_logged_out)
def logged_out(sender, request, user, **kwargs):
    if user:
        record(Kind.LOGOUT, request=request, actor=user, person=user)


@receiver(user_login_failed)
def password_was_wrong(sender, credentials, request=None, **kwargs):
    if getattr(request, "axes_locked_out", False):
        return  # it was not looked at
    record_failure(Kind.FAILED, request, person=_person(credentials.get("username")))


@receiver(user_locked_out)
def login_rests(sender, request, username, **kwargs):
    record_failure(Kind.LOCKED, request, person=_person(username))


@receiver(pre_delete, sender=User)
def keep_the_log(sender, instance, **kwargs):
    """Django deletes what it noted of a person together with their login. We keep it."""
    entries = LogEntry.objects.filter(user=instance).select_related("content_type")
    Event.objects.bulk_create(
        (
            Event(
                kind=Kind.EDIT,
                at=entry.action_time,
                actor_name=str(instance)[:120],
                detail={"about": entry.object_repr, "text": entry.get_change_message()},
            )
            for entry in entries.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


def _person(username):
    """Whose login it is. What is no login is not kept: people type passwords into that field."""
    name = User.normalize_username(str(username or ""))[:150].replace("\0", "")
    return User.objects.filter(username=name).first()

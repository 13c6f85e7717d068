"""Who has a story open in the newsroom: signs of life of their forms, pruned as they come."""

from datetime import timedelta

from django.utils import timezone

from ..models import Presence

# Rows that nobody asks for any more.
_OLD = timedelta(hours=1)


def see(article, user):
    """``user`` has the form of ``article`` open, now."""
    now = timezone.now()
    rows = Presence.objects.filter(article=article, user=user)
    if rows.present(now).update(seen_at=now):
        return
    Presence.objects.filter(seen_at__lt=now - _OLD).delete()
    Presence.objects.update_or_create(
        article=article, user=user, defaults={"since": now, "seen_at": now}
    )


def leave(article, user):
    """``user`` closed the form. Another window of theirs says so within seconds if it is open."""
    Presence.objects.filter(article=article, user=user).delete()


def others(article, user):
    """Who else has ``article`` open, as `Presence` rows, who came first first."""
    rows = Presence.objects.present().filter(article=article).exclude(user=user)
    return list(rows.select_related("user"))

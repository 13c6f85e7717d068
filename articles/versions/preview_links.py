"""Links that show a story to somebody outside: made, revoked, and who did it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..models import PreviewLink

# For how many days a link may work.
DAYS = (1, 3, 7)


def make(article, user, *, for_whom, days, revision=None):
    """A new link; without ``revision`` it follows the newest version."""
    return PreviewLink.objects.create(
        article=article,
        revision=revision,
        for_whom=for_whom,
        created_by=user,
        created_by_name=str(user),
        expires_at=timezone.now() + timedelta(days=days),
    )


@transaction.atomic
def revoke(link, user):
    """From now on the address answers like one that never was; returns whether it still worked."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if not link.is_usable:
        return False
    link.revoked_at, link.revoked_by_name = timezone.now(), str(user)
    link.save(update_fields=["revoked_at", "revoked_by_name"])
    return True

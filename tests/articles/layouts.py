"""What the tests of the front page desk share."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.layout import layouts
from articles.models import Layout, LayoutDraft
from tests import factories


def at(**delta):
    return timezone.now() + timedelta(**delta)


def ago(hours, **fields):
    """A story that appeared so many hours ago."""
    return factories.story(published_at=at(hours=-hours).isoformat(), **fields)


def coming(hours, **fields):
    """A story that is scheduled."""
    return factories.story(published_at=at(hours=hours).isoformat(), **fields)


def entry(story, **words):
    return {"story": story.pk, **words}


def arranged(section=None, by=None, **zones):
    """What readers get from now on: ``arranged(top=[story, None])`` places stories in slots."""
    by = by or factories.superuser()
    arrangement = {
        key.replace("_", "-"): [
            slot if slot is None or isinstance(slot, dict) else entry(slot) for slot in slots
        ]
        for key, slots in zones.items()
    }
    base = layouts.number_of(Layout.objects.current(section))
    layouts.apply_at_once(by, section, lambda now: (arrangement, ""), base=base)
    return Layout.objects.current(section)


def block(section):
    return f"section_{section.pk}"


def desk(page="desk", section=None, *args):
    return reverse(
        f"admin:articles_layout_{page}", args=[section.pk if section else "front", *args]
    )


def draft(user, section=None):
    return LayoutDraft.objects.of(section).filter(user=user).first()


def placed(arrangement, zone="top"):
    """The ids in a zone of an arrangement, in order, None for empty slots."""
    return [slot and slot["story"] for slot in arrangement.get(zone, [])]

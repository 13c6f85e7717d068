"""What the rules of the gate look at: a version of a story, and when readers would get it."""

import re
from functools import cached_property

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.body import figures, markup
from articles.house_list import HouseList
from articles.models import Photo
from articles.photos import places
from articles.photos.photo_uses import photo_ids

_PLAIN = (
    "kicker", "headline", "standfirst", "lead_caption", "lead_credit", "lead_alt", "source",
    "seo_title", "seo_description",
)  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")


class Version:
    """A snapshot, with what several rules ask of it worked out once."""

    def __init__(self, data, story=None, *, at=None, minor=None, house=None):
        self.data, self.story, self.minor = places.fill(data), story, minor
        self._at, self._house = at, house

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def appears_at(self):
        """When readers would get it: never in the past, whatever time it will carry."""
        return max(
            self._at or self.time("published_at", unless=self.is_update) or self.now, self.now
        )

    @cached_property
    def is_update(self):
        """Have readers had another version of this story?"""
        first = self.story and self.story.first_published_at
        return bool(first and first <= self.now)

    @cached_property
    def readers_have(self):
        """The snapshot that readers have had until now; None for a first publication."""
        revision = self.story.live_revision if self.is_update else None
        return revision and revision.snapshot

    @property
    def claims_to_be_minor(self):
        return bool(self.minor and self.readers_have)

    def time(self, name, unless=False):
        """The time in field ``name``, or None."""
        value = None if unless else self.data.get(name)
        return parse_datetime(value) if value else None

    @cached_property
    def photo_ids(self):
        return photo_ids(self.data)

    @cached_property
    def photos(self):
        """Those it shows, by id; without one that was deleted since."""
        return Photo.objects.in_bulk(self.photo_ids) if self.photo_ids else {}

    @cached_property
    def figures(self):
        """The photos in the text, in order."""
        return figures.find(self.data["body"])

    @cached_property
    def house(self):
        return self._house or HouseList.load()

    @cached_property
    def texts(self):
        """``(field, text)`` of all that is printed."""
        texts = [(name, self.data[name]) for name in _PLAIN if self.data[name]]
        body = [markup.plain(self.data["body"])]
        body += [f"{figure.credit}\n{figure.alt}" for figure in self.figures]
        texts.append(("body", _SPACES.sub(" ", "\n".join(body))))
        return texts

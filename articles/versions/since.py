"""What publishing would give besides what was handed in, or instead of what readers have.

For lists of stories: some queries for all of them, and the comparison only of those that changed.
"""

from dataclasses import dataclass

from ..models import Revision, Transition
from ..models.revision import Verb
from . import difference


@dataclass(frozen=True)
class Change:
    """From ``before`` to the newest version; ``others`` are the colleagues who had a hand in it."""

    before: Revision
    after: Revision
    others: list[str]
    is_update: bool

    @property
    def differences(self):
        return difference.compare(self.before.snapshot, self.after.snapshot)


def changes(stories, user, seen):
    """`Change` by the id of each of ``stories`` that is not as it was handed in, or as it is live.

    ``seen`` holds the ids of the versions that ``user`` decided on: what was never handed in has
    changed since then. ``others`` are the hands of others: nobody is told what they did themselves.
    """
    before = seen | _handed_in(stories)
    before |= {story.pk: story.live_revision_id for story in stories if story.live_revision_id}
    newest = {story.latest_revision_id for story in stories}
    revisions = Revision.objects.in_bulk({*before.values()} - newest)
    changed = [
        story
        for story in stories
        if (found := revisions.get(before.get(story.pk))) and found.article_id == story.pk
    ]
    if not changed:
        return {}
    others = _hands(changed, before, user)
    return {
        story.pk: Change(
            revisions[before[story.pk]],
            story.latest_revision,
            others.get(story.pk, []),
            is_update=story.live_revision_id is not None,
        )
        for story in changed
    }


def _handed_in(stories):
    """The id of the version that was handed in last, by story."""
    steps = Transition.objects.filter(
        article__in=[story.pk for story in stories], verb=Verb.SUBMIT, revision__isnull=False
    )
    return dict(steps.order_by("pk").values_list("article_id", "revision_id"))


def _hands(stories, before, user):
    """The names of those who saved a version since, by story, in the order of their hands."""
    saved = Revision.objects.filter(
        article__in=[story.pk for story in stories],
        pk__gt=min(before[story.pk] for story in stories),
        aside=False,
    ).exclude(author=user)
    names = {}
    for article_id, pk, name in saved.order_by("pk").values_list("article_id", "pk", "author_name"):
        if pk > before[article_id]:
            names.setdefault(article_id, {})[name or "–"] = None
    return {article_id: list(found) for article_id, found in names.items()}

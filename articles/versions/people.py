"""Who made which version of a story."""

from django.db.models import Prefetch

from ..models import Revision
from ..models.revision import Verb


def saved(article):
    """The versions of a story without their text, the first one first."""
    at_hand = getattr(article, "saved_revisions", None)  # see `with_saved`
    return list(_saved().filter(article=article)) if at_hand is None else at_hand


def with_saved():
    """What to prefetch where several parts of a page ask for `saved`."""
    return Prefetch("revisions", _saved(), to_attr="saved_revisions")


def _saved():
    return Revision.objects.filter(aside=False).defer("snapshot").order_by("pk")


def of(article):
    """Who wrote a story, who edited it (list), and the steps that approved and published it."""
    names = [revision.author_name for revision in saved(article)]
    wrote = names[0] if names else ""
    edited = list(dict.fromkeys(name for name in names[1:] if name and name != wrote))
    last = {}
    for step in article.transitions.all():  # the newest first; the form has them at hand
        if step.verb in (Verb.APPROVE, Verb.PUBLISH, Verb.PUT_BACK):
            last.setdefault("approval" if step.verb == Verb.APPROVE else "publication", step)
    # Whoever publishes without asking anybody has approved as well.
    publication = last.get("publication")
    approval = last.get("approval", publication)
    return {"wrote": wrote, "edited": edited, "approval": approval, "publication": publication}

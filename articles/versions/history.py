"""The history of a story: its versions and the steps between them, page by page.

However many versions there are, a page loads the snapshots of what it shows and nothing else.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..models import Revision, Transition
from ..models.revision import Verb
from . import difference, people

PAGE = 50
# Between fifty versions nobody takes more steps; a script that does shall not fill the page.
_MOST_STEPS = 200


@dataclass(frozen=True)
class Version:
    """A revision as the history shows it. ``changes`` says in words what it changed."""

    revision: Revision
    number: int
    changes: list
    is_first: bool
    is_newest: bool
    readers_have_it: bool

    @property
    def at(self):
        return self.revision.created_at


@dataclass(frozen=True)
class Step:
    transition: Transition

    @property
    def at(self):
        return self.transition.at


@dataclass
class Page:
    """Versions and steps, newest first; ``older`` is the key of the page that follows."""

    entries: list = field(default_factory=list)
    older: int | None = None

    @property
    def versions(self):
        return [entry for entry in self.entries if isinstance(entry, Version)]


def page(article, before=None):
    """The `Page` of the versions older than that with the id ``before``; without it, the newest."""
    rows = article.revisions.order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown, more = found[:PAGE], found[PAGE:]
    if not shown:
        return Page()
    versions = _versions(article, shown, found)
    # The steps of a page stand between its versions: after its oldest, before the page above.
    steps = article.transitions.all()
    if more:
        steps = steps.filter(at__gte=shown[-1].created_at)
    if before and (newer := article.revisions.filter(pk__gte=before).order_by("pk").first()):
        steps = steps.filter(at__lt=newer.created_at)
    entries = [*versions, *(Step(step) for step in steps[:_MOST_STEPS])]
    # A step is taken on what was saved: of the same moment it stands above.
    entries.sort(key=lambda entry: (entry.at, isinstance(entry, Step)), reverse=True)
    return Page(entries, shown[-1].pk if more else None)


def _versions(article, shown, known):
    known = {revision.pk: revision for revision in known}
    missing = {revision.base_id for revision in shown} - known.keys() - {None}
    if missing:
        known |= Revision.objects.in_bulk(missing)
    number = article.revisions.filter(pk__lte=shown[0].pk).count()
    for at, revision in enumerate(shown):
        base = known.get(revision.base_id)
        yield Version(
            revision,
            number - at,
            difference.summary(base.snapshot, revision.snapshot) if base else [],
            is_first=base is None,
            is_newest=revision.pk == article.latest_revision_id,
            readers_have_it=revision.pk == article.live_revision_id,
        )


# --- What this person will want to compare --------------------------------------------------


@dataclass(frozen=True)
class Look:
    """A comparison worth a look, said in a line: two ids of revisions."""

    text: str
    before: int
    after: int


def looks(article, user):
    """The comparisons to offer ``user`` beside the story, most wanted first."""
    newest, live = article.latest_revision_id, article.live_revision_id
    submitted, sent_back = _handed_over(article, user)
    found = []
    if (own := _last_of(user, article, submitted)) and own < newest:
        text = (
            _("The desk changed the story after you handed it in")
            if submitted
            else _("Others changed the story since you last saved it")
        )
        found.append(Look(text, own, newest))
    if sent_back and sent_back < newest and user.has_perm("articles.approve_article"):
        found.append(Look(_("What changed since it was sent back"), sent_back, newest))
    if live and live != newest:
        text = _("What changes for readers when it is published")
        found.append(Look(text, live, newest))
    return found


def _handed_over(article, user):
    """Ids of the version that ``user`` last handed in, and of the one last sent back."""
    submitted = sent_back = None
    for step in reversed(article.transitions.all()):  # the form has them at hand
        if step.revision_id is None:
            continue
        if step.verb == Verb.SEND_BACK:
            sent_back = step.revision_id
        elif step.verb == Verb.SUBMIT and step.actor_id == user.pk:
            submitted = step.revision_id
    return submitted, sent_back


def _last_of(user, article, submitted):
    """The last version that this person wrote or handed in, if the story came from them."""
    if not submitted and article.reporter_id != user.pk:
        return None
    own = [revision.pk for revision in people.saved(article) if revision.author_id == user.pk]
    return max(filter(None, [submitted, *own]), default=None)

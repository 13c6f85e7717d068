"""What an address answers that is no page (any more), and which addresses may be given an answer.

Asked only after a page was not found: `live()` has spoken first, and a hidden story's address
never redirects, whatever rows there are.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, Q
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from cms.fields import digest

from .models import Article, Author, Page, Redirect, Section, Topic, Withdrawal
from .models.redirect import LONGEST_ADDRESS, normal
from .models.signed import Signed
from .models.slugs import RESERVED
from .search import number_in

# First words of addresses under which rows of ours stand: an old one of theirs may lead on.
_OF_ROWS = {"chu-de": Topic, "tac-gia": Author, "trang": Page}
_HAVE_ROWS = {
    "articles:section": Section,
    "articles:topic": Topic,
    "articles:author": Author,
    "articles:page": Page,
}
_OF_STORIES = ("articles:article", "articles:print")
# What other sites and programs add to any address.
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|zarsrc|ref)(=|$)")


@dataclass(frozen=True)
class Answer:
    """Where an address leads; ``location`` is None where it is gone for good."""

    location: str | None


def answer(path, query=""):
    """The `Answer` of an address that is no page, or None: then it simply does not exist."""
    whole = normal(f"{path}?{query}" if query else path)
    if len(whole) > 2 * LONGEST_ADDRESS:
        return None
    bare, number = normal(path), _story_number(path)
    of_path = Q(old_digest__in=[digest(whole), digest(bare)], of_story=None)
    if number is not None:
        # The story is hidden, or it would have been found: only its withdrawal may answer.
        of_path &= ~Exists(Article.objects.filter(pk=number))
    rows = Redirect.objects.filter(Q(of_story=number) & ~Q(of_story=None) | of_path)
    found = {row.old_path: row for row in rows.select_related("story__section")}
    row = found.get("") or found.get(whole) or found.get(bare)
    if row is None:
        return None
    reply = _follow(row)
    if reply and reply.location and query and row.old_path == bare:
        return Answer(f"{reply.location}?{query}")
    return reply


def answer_before_page(path, query):
    """The `Answer` of ``/?p=123``, the addresses of systems that had no others; or None.

    It was never the address of our front page, which takes no query.
    """
    if path != "/" or not query or _TRACKING.match(query):
        return None
    row = Redirect.objects.from_address(normal(f"/?{query}")).select_related("story__section")
    row = row.first()
    return row and _follow(row)


def _follow(row):
    """To where readers find something. What is hidden is not told, and not by its answer either."""
    seen = set()
    while row.story and not row.story.is_live():
        seen.add(row.story_id)
        after = Redirect.objects.filter(of_story=row.story_id).select_related("story__section")
        after = after.first()
        if after is None or after.story_id in seen:
            return Answer(None) if row.of_story_id else None
        row = after
    if row.story:
        return Answer(row.story.get_absolute_url())
    return Answer(row.path or None)


def is_page(path):
    """Does a page of ours stand at ``path``, for readers?"""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.view_name in _OF_STORIES:
        return Article.objects.live().filter(pk=match.kwargs["pk"]).exists()
    if model := _HAVE_ROWS.get(match.view_name):
        return model.objects.filter(slug=match.kwargs["slug"]).exists()
    return True


def _story_number(path):
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return int(match.kwargs["pk"]) if match.view_name in _OF_STORIES else None


# --- Stories that are withdrawn -------------------------------------------------------------


def withdrawn(story, kind, actor, *, to=None, path=""):
    """Settles what the addresses of ``story`` answer from now on: 404, 410, or the new address."""
    returned(story)
    if kind == Withdrawal.FINAL:
        Redirect.objects.create(of_story=story, story=to, path=path, **Signed.by(actor))


def returned(story):
    """Readers have the story again, or its withdrawal is settled anew."""
    Redirect.objects.filter(of_story=story).delete()


# --- What people write ----------------------------------------------------------------------


def old_address(text):
    """What somebody wrote or pasted as an address of before, in its normal form.

    Raises ValidationError where it cannot get an answer.
    """
    parts = _split(text)
    path = parts.path or "/"
    address = normal(f"{path}?{parts.query}" if parts.query else path)
    if len(address) > LONGEST_ADDRESS:
        message = _("An address has at most %(limit)s characters.")
        raise ValidationError(message % {"limit": LONGEST_ADDRESS})
    first = normal(path).strip("/").partition("/")[0]
    if first in RESERVED and first not in _OF_ROWS:
        raise ValidationError(_("The site itself uses addresses that begin so."))
    if is_page(normal(path)) and not (path == "/" and parts.query):
        raise ValidationError(_("A page stands at this address: it would never lead elsewhere."))
    number = _story_number(normal(path))
    if number is not None and Article.objects.filter(pk=number).exists():
        raise ValidationError(
            _("This is the address of a story that readers do not have. Withdraw it for good.")
        )
    return address


def target(text):
    """``(story, path)`` of what somebody wrote as the new address: a story or a page of ours.

    Raises ValidationError for anything else: nobody is led to other sites.
    """
    parts = _split(text)
    host = urlsplit(settings.SITE_URL).netloc
    if parts.netloc and parts.netloc != host:
        raise ValidationError(_("Only addresses of this paper can be led to."))
    number = number_in(text)
    if number is not None:
        story = Article.objects.live().filter(pk=number).first()
        if story is None:
            raise ValidationError(_("Readers do not have this story."))
        return story, ""
    path = normal(parts.path)
    if parts.query:
        raise ValidationError(_("Write the new address without “?” and what follows."))
    if len(path) > LONGEST_ADDRESS or not path.startswith("/") or not is_page(path):
        raise ValidationError(_("There is no such page."))
    if path.startswith(("/admin/", "/static/", "/media/")):
        raise ValidationError(_("There is no such page."))
    return None, path


def _split(text):
    text = text.strip().replace("\\", "/")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValidationError(_("This is not an address.")) from None
    if parts.scheme not in ("", "http", "https") or (parts.scheme and not parts.netloc):
        raise ValidationError(_("This is not an address."))
    if not parts.netloc and not parts.path.startswith("/"):
        raise ValidationError(_("Begin with “/”, or paste the whole address."))
    return parts

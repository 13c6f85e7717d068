"""Text that is typed and not saved: kept on the server seconds after the last edit.

A `Draft` is written by one open form, its ``tab``. Another form of the same person does not write
over it unasked: it is refused with `Elsewhere` until the person has looked at what is there and
decided to go on with it (``over``) or to drop it. So nothing typed is mixed in, or lost, silently.
"""

import re

from django.db import IntegrityError, transaction
from django.db.models import Q

from ..models import Article, Draft

# The bytes of a picture in an address, which no body keeps (articles/body/markup.py).
_PICTURE = re.compile(r"data:[\w/+.;=-]*,[^\"'\s<>)]{200,}")
# What `mark` writes.
_MARK = re.compile(r"(?P<pk>\d{1,18})\.(?P<tab>[0-9a-f]{32})\.(?P<serial>\d{1,18})", re.ASCII)
# What a form posts beside the text.
_NO_TEXT = ("csrfmiddlewaretoken", "tab", "key", "writer")


class Elsewhere(Exception):
    """Another open form, or one that was left, has text of this person for this story."""

    def __init__(self, draft):
        self.draft = draft
        super().__init__(f"draft {draft.pk} belongs to another tab")


def mark(draft):
    """What a form has to name as ``over`` to go on with ``draft`` as it was looked at."""
    return f"{draft.pk}.{draft.tab.hex}.{draft.serial}"


@transaction.atomic
def keep(user, data, *, article, key, tab, serial, over=""):
    """Keeps the typed ``data`` (a QueryDict) of one open form.

    Returns the `Draft`; None where a save of the form has the edit already. ``serial`` grows with
    each edit of a tab: what arrives late changes nothing. Raises `Elsewhere`.
    """
    if article is not None:
        # A save of the form that is on its way is waited for; one that comes later looks for the
        # draft. Without, an edit could pass by its own save, and be offered as unsaved text.
        list(Article.objects.select_for_update().filter(pk=article.pk).values("pk"))
        if is_saved(article, tab, serial):
            return None
    draft = _rows(user, article, key).select_for_update().first()
    fields = _fields(data)
    if draft is None:
        try:
            with transaction.atomic():
                return Draft.objects.create(
                    user=user, article=article, tab=tab, serial=serial, fields=fields,
                    **({} if article else {"key": key}),
                )  # fmt: skip
        except IntegrityError:
            # Another tab of the same person came first, this very moment.
            draft = _rows(user, article, key).select_for_update().first()
            if draft is None:
                raise
    if draft.tab != tab and over != mark(draft):
        raise Elsewhere(draft)
    if draft.tab != tab or serial > draft.serial:
        draft.tab, draft.serial, draft.fields = tab, serial, fields
        draft.save()
    return draft


def left(user, article):
    """What ``user`` typed for ``article`` and did not save, or None."""
    return Draft.objects.filter(user=user, article=article).first()


def unsaved(user):
    """All that ``user`` typed and did not save, newest first."""
    return Draft.objects.filter(user=user).select_related("article")


def forget(user, article, tab, *, serial=None, over=""):
    """The form ``tab`` was saved: what it kept, or went on with, is in a revision now.

    Up to the edit ``serial``: what was typed since stays. None: all, of a form without autosave.
    """
    if not (tab or over):
        return
    is_in = Q(tab=tab) if serial is None else Q(tab=tab, serial__lte=serial)
    if gone_on_with := _MARK.fullmatch(over):
        is_in |= Q(**gone_on_with.groupdict())
    Draft.objects.filter(is_in, user=user, article=article).delete()


def is_saved(article, tab, serial):
    """Is the edit ``serial`` of the open form ``tab`` in a revision of ``article``?"""
    return article.revisions.filter(tab=tab, serial__gte=serial).exists()


def adopt(user, key, article):
    """A new story was saved: what is kept under its ``key`` belongs to it from now on."""
    if not Draft.objects.filter(user=user, article=article).exists():
        Draft.objects.filter(user=user, key=key, article=None).update(article=article)


def hand_over(leaver, heir):
    """Gives what ``leaver`` left unsaved to ``heir``, but where the heir has text of their own."""
    own = Draft.objects.filter(user=heir).exclude(article=None).values("article")
    Draft.objects.filter(user=leaver).exclude(article__in=own).update(user=heir)


def _rows(user, article, key):
    if article is not None:
        return Draft.objects.filter(user=user, article=article)
    return Draft.objects.filter(user=user, article=None, key=key)


def _fields(data):
    """The text of a posted form: no buttons, no token, no pictures within the text.

    A database keeps no NUL.
    """
    return {
        name: [_PICTURE.sub("", value.replace("\x00", "")) for value in values]
        for name, values in data.lists()
        if not name.startswith("_") and name not in _NO_TEXT
    }

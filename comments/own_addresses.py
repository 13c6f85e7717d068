"""The signed addresses of a comment, for whoever sent it: they tell what became of it."""

from django.core import signing
from django.urls import reverse

_SALT = "comments.sent"


def address(comment, name="sent"):
    """The path of the page ``name`` of ``own_views.py``."""
    token = signing.Signer(salt=_SALT).sign_object(comment.pk)
    return reverse(f"comments:{name}", args=[comment.article_id, token])


def key_in(token):
    """The key of the comment that ``token`` is for, or None."""
    try:
        return signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None

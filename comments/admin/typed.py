"""What a moderator typed in a card, and no step has taken: without the script it is given back.

The script keeps it by itself; see ``static/js/typed-words.js``.
"""

from cms.forms import is_id
from cms.text import prose

from ..models import Comment, Verb

# The fields of a card, each ending with the key of its comment.
_FIELDS = ("text", "name", "answer", "note")
# Verb -> the fields whose words it takes.
_TAKES = {
    Verb.EDIT: ("text", "name"),
    Verb.ANSWER: ("answer",),
    **dict.fromkeys((Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REOPEN), ("note",)),
}
# Fields that come with words of the comment in them.
_FILLED = {"text": ("body", "proposed"), "name": ("name",)}


def left(post, done=None):
    """``(comment, {field: words})`` of a posted card; no comment if all of it is kept somewhere.

    ``done``: the verb that was carried out, and took its own words.
    """
    keys = (name.partition("-")[2] for name in post if name.partition("-")[0] in _FIELDS)
    pk = next(filter(is_id, keys), None)
    comment = Comment.objects.filter(pk=pk).first() if pk else None
    if comment is None:
        return None, {}
    words = {field: prose(post.get(f"{field}-{pk}", "")) for field in _FIELDS}
    untyped = [field for field, of in _FILLED.items() if words[field] in _said(comment, of)]
    words |= dict.fromkeys((*untyped, *_TAKES.get(done, ())), "")
    words = {field: text for field, text in words.items() if text}
    return (comment, words) if words else (None, {})


def to_copy(html, comment, words):
    """Those ``words`` that the card ``html`` has no field for any more."""
    gone = [text for field, text in words.items() if f'name="{field}-{comment.pk}"' not in html]
    return "\n\n".join(gone)


def _said(comment, names):
    """All that the comment ever said there: the fields for an edit come with one of them."""
    steps = comment.decisions.values_list("replaced", flat=True)
    earlier = [old.get(name) for old in steps for name in names]
    now = [getattr(comment, name) for name in names]
    return {prose(text) for text in (*now, *earlier) if text}

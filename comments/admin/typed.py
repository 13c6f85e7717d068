"""What a moderator typed in a card, and no step has taken: without the script it is given back.

The script keeps it by itself; see ``static/js/typed-words.js``.
"""

from cms.forms import is_id
from cms.text import prose

from ..models import Comment, Verb

# The fields of a card, each ending with the key of its comment.
_FIELDS = ("text", "answer", "note")
# Verb -> the field whose words it takes.
_TAKES = {
    Verb.EDIT: "text",
    Verb.ANSWER: "answer",
    **dict.fromkeys((Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REOPEN), "note"),
}


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
    words[_TAKES.get(done)] = ""
    if words["text"] in _texts(comment):
        words["text"] = ""
    words = {field: text for field, text in words.items() if text}
    return (comment, words) if words else (None, {})


def to_copy(html, comment, words):
    """Those ``words`` that the card ``html`` has no field for any more."""
    gone = [text for field, text in words.items() if f'name="{field}-{comment.pk}"' not in html]
    return "\n\n".join(gone)


def _texts(comment):
    """All that the comment ever said: the field for an edit comes with one of them."""
    steps = comment.decisions.values_list("replaced", flat=True)
    earlier = [old.get(name) for old in steps for name in ("body", "proposed")]
    return {prose(text) for text in (comment.body, comment.proposed, *earlier) if text}

"""What a check can come to. None of these is an exception: each has its own next step."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANSWER_THE_QUESTION = _("Please answer this short question, then send again. Your text is kept.")


ONE_MORE_MOMENT = _(
    "One more moment: your browser computes a little longer, then sends by itself. Or answer the "
    "short question, then send. Your text is kept."
)


@dataclass(frozen=True)
class Passed:
    """Go on and store the comment; ``method`` and ``evidence`` (JSON) are kept with it."""

    method: str
    evidence: dict = field(default_factory=dict)
    # A script could have done it too: tighter limits, and never published unread.
    weak: bool = False


@dataclass(frozen=True)
class Failed:
    """Show the form again with everything typed, ``message`` beside the check, a new ticket."""

    message: str | Promise = ANSWER_THE_QUESTION
    # The new ticket must be a fallback ticket: offer(article_id, fallback=True).
    needs_fallback: bool = False
    # The new ticket must be of this level; the browser computes once more, and sends by itself.
    level: int = 0

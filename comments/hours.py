"""When somebody sits at the moderators' desk: comments are taken at every hour, and approved then.

Pages that are kept say a sentence that is true at any hour; a page for one reader says more.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import CommentSettings


def always(rules):
    """For pages that are kept; "" where no hours are set."""
    if rules.desk_opens is None or rules.desk_closes is None:
        return ""
    hours = {"opens": f"{rules.desk_opens:%H:%M}", "closes": f"{rules.desk_closes:%H:%M}"}
    return (
        _(
            "Comments are approved from %(opens)s to %(closes)s. What is sent at another hour is "
            "received, and waits until then."
        )
        % hours
    )


def later(now=None):
    """When what is sent ``now`` will be looked at; "" while somebody is there."""
    rules = CommentSettings.load()
    if rules.desk_opens is None or rules.desk_closes is None:
        return ""
    opens, closes = rules.desk_opens, rules.desk_closes
    local = timezone.localtime(now).time()
    is_open = opens <= local < closes if opens < closes else local >= opens or local < closes
    if is_open:
        return ""
    return _("What is sent now is received, and approved from %(opens)s.") % {
        "opens": f"{opens:%H:%M}"
    }

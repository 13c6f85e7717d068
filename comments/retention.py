"""What is erased when its time is over. A legal hold keeps what it is about.

Each rule finds rows and lets them go; doing it twice does nothing the second time.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_noop

from . import alike, confirming, erasing, reader_mail
from .models import (
    Comment,
    CommentSettings,
    Contact,
    Decision,
    Likeness,
    ReaderAddress,
    Report,
    Status,
    Verb,
)

_MONTH = timedelta(days=365) / 12
_AT_ONCE = 500


@dataclass(frozen=True)
class Rule:
    """``rows``: the query of what is over; ``let_go``: of one batch of them."""

    title: str
    rows: object
    let_go: object

    def count(self):
        return self.rows.count()

    def run(self):
        """Lets everything go, batch after batch; returns how much."""
        done, last = 0, 0
        while keys := list(
            self.rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]
        ):
            done += self.let_go(keys)
            last = keys[-1]
        return done


def rules(now=None):
    """Every `Rule` as it stands at ``now``."""
    now = now or timezone.now()
    settings = CommentSettings.load()
    free = erasing.without_held(Comment.objects.all())
    contacts = Contact.objects.filter(
        comment__in=free, comment__submitted_at__lt=now - settings.contact_months * _MONTH
    )
    long_ago = now - settings.refused_months * _MONTH
    lately = Decision.objects.filter(comment=OuterRef("pk"), at__gte=long_ago)
    # Of another system: however old it is, nobody has read it here, or it does not hang yet below
    # what it replies to.
    brought = Comment.objects.filter(
        status__in=[Status.PENDING, Status.UNCONFIRMED], verification__method="import"
    )
    ours = free.exclude(pk__in=brought.values("pk"))
    unconfirmed = ours.filter(status=Status.UNCONFIRMED, submitted_at__lt=now - confirming.LIFETIME)
    unpublished = ours.exclude(status__in=[Status.APPROVED, Status.UNCONFIRMED]).filter(
        ~Exists(lately), erased_at=None, submitted_at__lt=long_ago
    )
    # What was masked, refused or replaced by its writer in a comment that stands. Where the paper
    # put its own words instead, those of the writer are kept as long as the comment.
    earlier = (
        Decision.objects.filter(comment__in=free, at__lt=long_ago)
        .exclude(replaced={})
        .exclude(verb=Verb.EDIT)
    )
    reports = Report.objects.filter(comment__in=free, at__lt=now - settings.contact_months * _MONTH)
    return [
        Rule(
            gettext_noop("Comments whose address was never confirmed"),
            unconfirmed,
            confirming.remove,
        ),
        Rule(gettext_noop("Texts that are not published"), unpublished, _erase),
        Rule(gettext_noop("Earlier texts of comments"), earlier, _empty),
        Rule(gettext_noop("Contacts of commenters"), contacts, _delete(Contact)),
        Rule(gettext_noop("Reports of comments"), reports, _delete(Report)),
        Rule(gettext_noop("Addresses for mail"), _idle_addresses(now), _delete(ReaderAddress)),
        Rule(
            gettext_noop("Traces of likeness"),
            Likeness.objects.filter(at__lt=now - alike.WITHIN),
            _delete(Likeness),
        ),
    ]


def _idle_addresses(now):
    """Never confirmed, or of nobody whose comment is kept with an address."""
    mine = Contact.objects.annotate(up=Upper("email")).filter(up=Upper(OuterRef("email")))
    rows = ReaderAddress.objects.annotate(used=Exists(mine))
    # An address that said no is remembered while it could be written to; one that has not
    # answered, as long as it is not asked again, and so is its link.
    silent = now - reader_mail.ASKED_AGAIN
    unanswered = rows.filter(confirmed_at=None, stopped_at=None, asked_at__lt=silent)
    over = now - confirming.LIFETIME
    return (unanswered | rows.filter(used=False)).filter(made_at__lt=over)


def _empty(keys):
    return Decision.objects.filter(pk__in=keys).update(replaced={})


def _erase(keys):
    return sum(erasing.erase(comment) for comment in Comment.objects.filter(pk__in=keys))


def _delete(model):
    def let_go(keys):
        model.objects.filter(pk__in=keys).delete()
        return len(keys)

    return let_go

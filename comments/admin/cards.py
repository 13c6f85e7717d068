"""A comment as a moderator sees it: the text, what screening saw in it, and who sent it."""

from dataclasses import dataclass, field

from django.db.models import Count, F, prefetch_related_objects
from django.db.models.functions import Coalesce, Upper
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.versions import wording

from ..marking import marked
from ..models import Block, Comment, Contact, Reason, Status, Verb
from ..screening import LABELS

# How the verifications are called on the moderator's screen.
METHODS = {
    "proof_of_work": gettext_noop("computed by the browser"),
    "question": gettext_noop("answered the question"),
    "email": gettext_noop("opened a mailed link"),
    "staff": gettext_noop("written by the newsroom"),
    "recaptcha_v2": "reCAPTCHA v2",
    "recaptcha_v3": "reCAPTCHA v3",
}
# Rules whose detail a moderator wants to read.
_TOLD = ("watch_word", "record", "blocked", "error")
_KINDS = dict(Block.Kind.choices)


@dataclass
class Card:
    comment: Comment
    name: SafeString
    body: SafeString
    # The text that is approved and the newer one that waits, word by word; "" without one.
    newer: SafeString | str = ""
    findings: list = field(default_factory=list)
    # Status -> how many comments of the same sender, this one left out.
    record: dict = field(default_factory=dict)
    # How many others that say nearly the same wait.
    similar: int = 0
    last: object = None
    # What readers reported and nobody has decided on.
    reports: list = field(default_factory=list)
    # What the paper has replied already, the newest first.
    answers: list = field(default_factory=list)

    @property
    def last_answer(self):
        return self.answers[0].pk if self.answers else 0

    @property
    def waits(self):
        return bool(self.reports) or self.comment.waits

    @property
    def since(self):
        """Since when it waits: an old comment may be reported today."""
        if self.comment.waits or not self.reports:
            return self.comment.submitted_at
        return min(report.at for report in self.reports)

    @property
    def is_settled(self):
        """Nothing of the staff's changes it any more."""
        gone = self.comment.status in (Status.WITHDRAWN, Status.UNCONFIRMED)
        return gone or bool(self.comment.erased_at)

    @property
    def refused_before(self):
        return self.record.get(Status.REJECTED, 0) + self.record.get(Status.SPAM, 0)

    @property
    def approved_before(self):
        return self.record.get(Status.APPROVED, 0)


def cards(comments):
    """`Card` s of ``comments``, in seven queries however many they are."""
    prefetch_related_objects(comments, "findings", "decisions", "reports")
    records, similar, answers = _records(comments), _similar(comments), _answers(comments)
    return [
        Card(
            comment,
            name=marked(comment.name, _places(comment, "name")),
            body=_body(comment),
            newer=_newer(comment),
            findings=findings(comment),
            record=records.get(comment.pk, {}),
            similar=similar.get(comment.alike_id or comment.pk, 1) - 1,
            last=next(iter(comment.decisions.all()), None),
            reports=[each for each in comment.reports.all() if not each.closed_by_id],
            answers=answers.get(comment.parent_id or comment.pk, []),
        )
        for comment in comments
    ]


def drawn(card, request, query="", typed=None):
    """The card as HTML, with what may be done.

    ``query``: the list it stands in; ``typed``: words for its fields, from a form that failed.
    """
    context = {
        "card": card,
        "comment": card.comment,
        "reasons": Reason.choices,
        "kinds": Block.Kind.choices,
        "query": query,
        "typed": typed or {},
    }
    return render_to_string("admin/comments/comment/card.html", context, request)


def findings(comment):
    """``(rule, label)`` of what screening saw, each rule once, the gravest first."""
    words = {}
    for finding in comment.findings.all():
        told = words.setdefault(finding.rule, {})
        if finding.rule in _TOLD and finding.detail:
            is_kind = finding.rule == "blocked"
            told[_KINDS.get(finding.detail, "") if is_kind else finding.detail] = True
    labels = {rule: _(LABELS.get(rule, rule)) for rule in words}
    return [
        (rule, f"{labels[rule]}: {', '.join(map(str, told))}" if told else labels[rule])
        for rule, told in words.items()
    ]


def _body(comment):
    """Findings have their places in what the writer sent last, and nowhere else."""
    if comment.proposed or _refused_newer(comment):
        return marked(comment.body, ())
    return marked(comment.body, _places(comment, "body"))


def _places(comment, of):
    """Where something was found in its text or name: nowhere in what the newsroom wrote anew."""
    steps = (step for step in comment.decisions.all() if of in step.replaced)
    # What is masked keeps its length.
    last = next((step for step in steps if step.verb != Verb.MASK), None)
    if last and last.verb == Verb.EDIT:
        return []
    return [
        (each.start, each.end)
        for each in comment.findings.all()
        if each.field == of and each.end is not None
    ]


def _before(comment):
    """The text that was approved before the one that waits; None without one."""
    if comment.proposed:
        return comment.body
    for step in comment.decisions.all():
        if step.verb != Verb.REVISE:
            return None
        if step.before == Status.APPROVED:  # it may have been changed once more since
            return step.replaced.get("body")
    return None


def _refused_newer(comment):
    """What was screened last, a newer text, was refused; the one before it stands."""
    steps = comment.decisions.all()
    return any(step.verb == Verb.REJECT and step.replaced.get("proposed") for step in steps)


def _newer(comment):
    before = _before(comment)
    if before is None or not comment.waits:
        return ""
    marks = {wording.SAME: "{}", wording.ADDED: "<ins>{}</ins>", wording.REMOVED: "<del>{}</del>"}
    parts = wording.compare(before, comment.newest_text)
    shown = [format_html(marks[part.kind], part.text) for part in parts]
    return format_html_join("", "{}", ((part,) for part in shown))


def _records(comments):
    """Key of a comment -> what became of the others from its address; the address stays here."""
    emails = dict(
        Contact.objects.filter(comment__in=comments)
        .exclude(email="")  # who reports an error may leave none
        .annotate(sender=Upper("email"))
        .values_list("comment", "sender")
    )
    found = {}
    rows = (
        Contact.objects.annotate(sender=Upper("email"))
        .filter(sender__in=set(emails.values()))
        .values_list("sender", "comment__status")
        .annotate(count=Count("pk"))
        .order_by()
    )
    for sender, status, count in rows:
        found.setdefault(sender, {})[status] = count
    records = {}
    for comment in comments:
        record = dict(found.get(emails.get(comment.pk), {}))
        if comment.status in record:
            record[comment.status] -= 1
        records[comment.pk] = record
    return records


def _answers(comments):
    """Key of a first comment -> what the paper replied below it, the newest first."""
    above = {comment.parent_id or comment.pk for comment in comments}
    found = {}
    for row in Comment.objects.answers().filter(parent__in=above):
        found.setdefault(row.parent_id, []).append(row)
    return found


def _similar(comments):
    """Key of the first of a cluster -> how many of it wait."""
    firsts = {comment.alike_id or comment.pk for comment in comments}
    rows = (
        Comment.objects.waiting()
        .annotate(first=Coalesce(F("alike_id"), F("pk")))
        .filter(first__in=firsts)
        .values_list("first")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return dict(rows)

"""JSON lines as comments. Run again, the same file changes nothing."""

from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from cms.fields import digest
from cms.page_cache.purges import purge
from cms.text import fold

from .. import counting, page_tags, search
from ..models import Comment, Contact, Decision, Status
from .lines import HANGING, Wrong, read, replies
from .stories import find

_AT_ONCE = 500


@dataclass
class Told:
    """What an import did, or would have done."""

    added: int = 0
    known: int = 0
    # ``(number of the line, why)``
    wrong: list = field(default_factory=list)


def take_in(open_file, *, by, dry_run=False):
    """Takes in every line of a file; returns what became of them as `Told`.

    ``open_file()`` opens it: it is read thrice, for a reply may stand before what it replies to.
    ``by`` is who stands in the log of comments that bring none.
    """
    told = Told()
    with open_file() as file:
        numbered = enumerate(file, start=1)
        while batch := list(islice(numbered, _AT_ONCE)):
            _take_in(batch, by, dry_run, told)
    if not dry_run:
        _each(open_file, _hang_up)
        _flatten()
        _each(open_file, _publish)
    return told


def _each(open_file, step):
    with open_file() as file:
        lines = iter(file)
        while batch := list(islice(lines, _AT_ONCE)):
            step(batch)


@transaction.atomic
def _take_in(batch, by, dry_run, told):
    found, keys = [], set()
    for number, text in batch:
        if not text.strip():
            continue
        try:
            each = read(number, text, by)
            if each.row.nonce in keys:
                raise Wrong("its key stands in another line, too")
            keys.add(each.row.nonce)
            found.append(each)
        except Wrong as error:
            told.wrong.append((number, str(error)))
    known = set(Comment.objects.filter(nonce__in=keys).values_list("nonce", flat=True))
    new = [each for each in found if each.row.nonce not in known]
    told.known += len(found) - len(new)
    placed = [each for each in new if _place(each, told)]
    told.added += len(placed)
    if placed and not dry_run:
        _store(placed)


def _store(placed):
    rows = Comment.objects.bulk_create([each.row for each in placed])
    for each, row in zip(placed, rows, strict=True):
        for step in each.steps:
            step.comment = row
            step.text_hash = digest(row.body)
        if each.contact:
            each.contact.comment = row
    Decision.objects.bulk_create([step for each in placed for step in each.steps])
    Contact.objects.bulk_create([each.contact for each in placed if each.contact])
    _tell_of([row for row in rows if row.status == Status.APPROVED])


def _tell_of(public):
    if public:
        search.put_all([row for row in public if not row.erased_at])
        counting.recount(*{row.article_id for row in public})
        purge(page_tags.SEARCH, *{page_tags.thread(row.article_id) for row in public})


def _place(each, told):
    """Finds the story of a comment; one that is not there is told."""
    story = find(each.story)
    if story is None:
        told.wrong.append((each.number, "its story is not here"))
        return False
    each.row.article_id = story
    return True


@transaction.atomic
def _hang_up(batch):
    """Puts replies under what they reply to, wherever that stood in the file."""
    wanted = {key: parent for key, parent, _status in replies(batch)}
    nonces = {*wanted, *wanted.values()}
    rows = {
        row.nonce: row
        for row in Comment.objects.filter(nonce__in=nonces).only(
            "nonce", "article", "parent", "submitted_at"
        )
    }
    changed = []
    for key, parent in wanted.items():
        row, above = rows.get(key), rows.get(parent)
        if row and above and row.parent_id is None and _answers(row, above):
            row.parent = above
            changed.append(row)
    Comment.objects.bulk_update(changed, ["parent"])
    # One that was public on its own may hang under what nobody sees.
    stories = {row.article_id for row in changed}
    counting.recount(*stories)
    purge(page_tags.SEARCH, *map(page_tags.thread, stories))


def _answers(row, above):
    """Under the same story; and of two that reply to each other, the later one does."""
    later = (above.submitted_at, above.pk) < (row.submitted_at, row.pk)
    return later and row.article_id == above.article_id


def _flatten():
    """One level: a reply to a reply goes under the same comment, and says whom it answers."""
    deep = Comment.objects.filter(parent__parent__isnull=False)
    while rows := list(deep.select_related("parent").order_by("pk")[:_AT_ONCE]):
        for row in rows:
            if not row.body.startswith("@") and row.parent.status in (Status.APPROVED, HANGING):
                row.body = f"@{row.parent.name}: {row.body}"
            row.folded = fold(f"{row.name} {row.body}")
            row.folded_digest = digest(row.folded)
            row.parent_id = row.parent.parent_id
        Comment.objects.bulk_update(rows, ["body", "parent", "folded", "folded_digest"])


@transaction.atomic
def _publish(batch):
    """Replies that hang where they belong, and those whose parent is nowhere."""
    keys = [key for key, _parent, status in replies(batch) if status == Status.APPROVED]
    hanging = Comment.objects.filter(nonce__in=keys, status=HANGING)
    rows = list(hanging.filter(verification__method="import"))
    Comment.objects.filter(pk__in=[row.pk for row in rows]).update(status=Status.APPROVED)
    for row in rows:
        row.status = Status.APPROVED
    _tell_of(rows)

"""JSON lines as comments. Run again, the same file changes nothing."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.fields import digest
from cms.page_cache.purges import purge
from cms.text import fold, line, prose

from .. import counting, page_tags, search
from ..models import Comment, Contact, Decision, Reason, Status, Verb
from .stories import find

_AT_ONCE = 500
_NAME = Comment._meta.get_field("name").max_length
_KEY = Comment._meta.get_field("nonce").max_length
# Longer than any form takes: other systems took more.
_LONGEST = 20_000


class Wrong(Exception):
    """The line cannot be a comment; the message says why."""


@dataclass
class Told:
    """What an import did, or would have done."""

    added: int = 0
    known: int = 0
    # ``(number of the line, why)``
    wrong: list = field(default_factory=list)


@dataclass
class _Read:
    number: int
    row: Comment
    steps: list
    contact: Contact | None
    story: dict


def take_in(open_file, *, by, dry_run=False):
    """Takes in every line of a file; returns what became of them as `Told`.

    ``open_file()`` opens it: it is read twice, for a reply may stand before what it replies to.
    ``by`` is who stands in the log of comments that bring none.
    """
    told = Told()
    with open_file() as file:
        numbered = enumerate(file, start=1)
        while batch := list(islice(numbered, _AT_ONCE)):
            _take_in(batch, by, dry_run, told)
    if not dry_run:
        with open_file() as file:
            lines = iter(file)
            while batch := list(islice(lines, _AT_ONCE)):
                _hang_up(batch)
        _flatten()
    return told


@transaction.atomic
def _take_in(batch, by, dry_run, told):
    read, keys = [], set()
    for number, text in batch:
        if not text.strip():
            continue
        try:
            each = _read(number, text, by)
            if each.row.nonce in keys:
                raise Wrong("its key stands in another line, too")
            keys.add(each.row.nonce)
            read.append(each)
        except Wrong as error:
            told.wrong.append((number, str(error)))
    known = set(Comment.objects.filter(nonce__in=keys).values_list("nonce", flat=True))
    new = [each for each in read if each.row.nonce not in known]
    told.known += len(read) - len(new)
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
    public = [row for row in rows if row.status == Status.APPROVED and not row.erased_at]
    if public:
        search.put_all(public)
        counting.recount(*{row.article_id for row in public})
        purge(page_tags.SEARCH, *{page_tags.thread(row.article_id) for row in public})


def _read(number, text, by):
    try:
        data = json.loads(text)
        if not isinstance(data, dict):
            raise Wrong("it is no JSON object")
        return _comment(number, data, by)
    except (json.JSONDecodeError, RecursionError):
        raise Wrong("it is no JSON") from None
    except (TypeError, AttributeError, KeyError) as error:
        raise Wrong(f"something is of the wrong kind or missing: {error}") from None


def _comment(number, data, by):
    key = data.get("key")
    if not isinstance(key, str) or not key.strip():
        raise Wrong("it has no key")
    erased = _moment(data, "erased_at")
    status = data.get("status") or Status.PENDING
    if status not in Status.values or status == Status.UNCONFIRMED:
        raise Wrong(f"there is no status {status!r}")
    row = Comment(
        name=line(str(data.get("name") or ""))[:_NAME],
        body=_text(data, "body"),
        proposed=_text(data, "proposed"),
        status=status,
        submitted_at=_moment(data, "submitted_at"),
        from_paper=data.get("from_paper") is True,
        for_newsroom=data.get("for_newsroom") is True,
        house_edited_at=_moment(data, "house_edited_at"),
        erased_at=erased,
        picked_at=_moment(data, "picked_at"),
        nonce=_nonce(key),
        verification={"method": "import"},
    )
    if row.for_newsroom and row.status in (Status.APPROVED, Status.PENDING):
        raise Wrong("it is the report of an error, which is never public and waits for nobody")
    if row.submitted_at is None:
        raise Wrong("it does not say when it was sent")
    if not erased and not (row.name and any(char.isalnum() for char in row.body)):
        raise Wrong("it has no name or no text")
    row.folded = fold(f"{row.name} {row.body}")
    row.folded_digest = digest(row.folded)
    steps = _steps(data, row, by)
    row.version = 1 + len(steps)
    story = data.get("story") if isinstance(data.get("story"), dict) else {}
    return _Read(number, row, steps, _contact(data), story)


def _steps(data, row, by):
    steps = data.get("steps") or []
    if not steps and row.status != Status.PENDING:
        steps = [{"verb": Verb.IMPORT, "before": Status.PENDING, "after": row.status, "by": by}]
    return [
        Decision(
            verb=_one_of(Verb, step["verb"]),
            before=_one_of(Status, step["before"]),
            after=_one_of(Status, step["after"]),
            version=number,
            actor_name=line(str(step.get("by") or ""))[:120],
            reason=_one_of(Reason, step["reason"]) if step.get("reason") else "",
            note=line(str(step.get("note") or ""))[:200],
            at=_moment(step, "at") or timezone.now(),
        )
        for number, step in enumerate(steps, start=2)
    ]


def _contact(data):
    told = data.get("contact")
    if not told:
        return None
    email = line(str(told.get("email") or ""))[:254]
    try:
        # Who reports an error may leave none.
        if email or data.get("for_newsroom") is not True:
            validate_email(email)
    except ValidationError:
        raise Wrong("its e-mail address is none") from None
    return Contact(
        email=email,
        ip_network=str(told.get("ip_network") or "")[:50],
        user_agent=line(str(told.get("user_agent") or ""))[:300],
        consent_version=int(told.get("consent_version") or 0),
        consented_at=_moment(told, "consented_at") or _moment(data, "submitted_at"),
        wants_notices=told.get("wants_notices") is True,
    )


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
    wanted = {}
    for text in batch:
        try:
            data = json.loads(text)
            if data.get("parent"):
                wanted[_nonce(data["key"])] = _nonce(data["parent"])
        except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
            continue  # told of already
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
    counting.recount(*{row.article_id for row in changed})


def _answers(row, above):
    """Under the same story; and of two that reply to each other, the later one does."""
    later = (above.submitted_at, above.pk) < (row.submitted_at, row.pk)
    return later and row.article_id == above.article_id


def _flatten():
    """One level: a reply to a reply goes under the same comment, and says whom it answers."""
    deep = Comment.objects.filter(parent__parent__isnull=False)
    while rows := list(deep.select_related("parent").order_by("pk")[:_AT_ONCE]):
        for row in rows:
            if not row.body.startswith("@"):
                row.body = f"@{row.parent.name}: {row.body}"
            row.folded = fold(f"{row.name} {row.body}")
            row.folded_digest = digest(row.folded)
            row.parent_id = row.parent.parent_id
        Comment.objects.bulk_update(rows, ["body", "parent", "folded", "folded_digest"])


def _text(data, name):
    text = data.get(name) or ""
    if not isinstance(text, str):
        raise Wrong(f"its {name} is no text")
    if len(text) > _LONGEST:
        raise Wrong(f"its {name} has more than {_LONGEST} characters")
    return prose(text)


def _moment(data, name):
    text = data.get(name)
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except (TypeError, ValueError):
        moment = None
    if not isinstance(moment, datetime):
        raise Wrong(f"its {name} is no moment")
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > timezone.now():
        raise Wrong(f"its {name} is still to come")
    return moment


def _one_of(choices, value):
    if value not in choices.values:
        raise Wrong(f"there is no {value!r}")
    return value


def _nonce(key):
    """As the database keeps a key: long ones as their digest."""
    return key if len(key) <= _KEY else sha256(key.encode()).hexdigest()

"""A line of JSON as a comment with its log and its contact, or why it cannot be one."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.text import line, prose

from ..models import Comment, Contact, Decision, Reason, Status, Verb

_NAME = Comment._meta.get_field("name").max_length
_KEY = Comment._meta.get_field("nonce").max_length
# Longer than any form takes: other systems took more.
_LONGEST = 20_000
_LARGEST_VERSION = 2**31 - 1
# An approved reply, until it hangs under what it replies to: in no queue, and read by nobody.
HANGING = Status.UNCONFIRMED


class Wrong(Exception):
    """The line cannot be a comment; the message says why."""


@dataclass
class Read:
    number: int
    row: Comment
    steps: list
    contact: Contact | None
    story: dict


def read(number, text, by):
    try:
        data = json.loads(text)
        if not isinstance(data, dict):
            raise Wrong("it is no JSON object")
        return _comment(number, data, by)
    except (json.JSONDecodeError, RecursionError):
        raise Wrong("it is no JSON") from None
    except (TypeError, AttributeError, KeyError) as error:
        raise Wrong(f"something is of the wrong kind or missing: {error}") from None


def replies(batch):
    """``(key, key of what it replies to, status)`` of the lines that name one; no `Wrong` again."""
    for text in batch:
        try:
            data = json.loads(text)
            if data.get("parent") and isinstance(data["parent"], str):
                yield nonce_of(data["key"]), nonce_of(data["parent"]), data.get("status")
        except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
            continue


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
        nonce=nonce_of(key),
        verification={"method": "import"},
    )
    if row.for_newsroom and row.status in (Status.APPROVED, Status.PENDING):
        raise Wrong("it is the report of an error, which is never public and waits for nobody")
    if row.submitted_at is None:
        raise Wrong("it does not say when it was sent")
    if not erased and not (row.name and any(char.isalnum() for char in row.body)):
        raise Wrong("it has no name or no text")
    steps = _steps(data, row, by)
    row.version = 1 + len(steps)
    if not isinstance(data.get("parent") or "", str):
        raise Wrong("its parent is no key")
    if data.get("parent") and row.status == Status.APPROVED:
        row.status = HANGING
    story = data.get("story") if isinstance(data.get("story"), dict) else {}
    return Read(number, row, steps, _contact(data), story)


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
        consent_version=_version(told),
        consented_at=_moment(told, "consented_at") or _moment(data, "submitted_at"),
        wants_notices=told.get("wants_notices") is True,
    )


def _version(told):
    version = told.get("consent_version") or 0
    if not isinstance(version, int) or not 0 <= version <= _LARGEST_VERSION:
        raise Wrong("its consent_version is no number of one")
    return version


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


def nonce_of(key):
    """As the database keeps a key: long ones as their digest."""
    return key if len(key) <= _KEY else sha256(key.encode()).hexdigest()

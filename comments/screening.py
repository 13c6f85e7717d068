"""What a machine notices in a comment before a person reads it.

Each rule is a small function of a `Draft` and yields findings. All run, all findings are kept and
shown. No rule publishes or refuses anything: every comment waits for a person.

Here are the rules of the text and of how it came; those of who sent it are in ``senders.py``.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from . import alike, disguise, links, masking, senders
from .models import Finding, WatchWord

log = logging.getLogger(__name__)

TOO_FAST = timedelta(seconds=4)
# How heavy a number that leads to a person weighs.
_NUMBERS = {"phone": 2, "identity": 3, "bank": 3}

# How findings are called on the moderator's screen; the rules store the key.
LABELS = {
    "honeypot": gettext_noop("filled the field that people do not see"),
    "too_fast": gettext_noop("written within seconds"),
    "link": gettext_noop("link"),
    "phone": gettext_noop("telephone number"),
    "identity": gettext_noop("identity number"),
    "bank": gettext_noop("account number"),
    "repeated": gettext_noop("nearly the same text as another comment"),
    "shouting": gettext_noop("mostly capitals"),
    "watch_word": gettext_noop("watch word"),
    "mixed_script": gettext_noop("letters of several scripts in one word"),
    "foreign_script": gettext_noop("mostly in another script"),
    "weak_check": gettext_noop("verified by the simple question"),
    "error": gettext_noop("a rule failed; look closely"),
    **senders.LABELS,
}


@dataclass(frozen=True)
class Draft:
    """A comment that is about to be stored, and how it came."""

    article_id: int
    name: str
    body: str
    honeypot: str
    issued: object
    weak: bool
    email: str = ""
    network: str = ""


def honeypot(draft):
    if draft.honeypot:
        yield Finding(rule="honeypot", weight=5)


def too_fast(draft):
    if timezone.now() - draft.issued < TOO_FAST:
        yield Finding(rule="too_fast", weight=2)


def weak_check(draft):
    if draft.weak:
        yield Finding(rule="weak_check", weight=1)


def addresses(draft):
    for start, end in links.places(draft.body):
        yield Finding(rule="link", start=start, end=end, weight=2)


def numbers(draft):
    for rule, start, end in masking.places(draft.body):
        yield Finding(rule=rule, start=start, end=end, weight=_NUMBERS[rule])


def repeated(draft):
    found = alike.match(draft.body, draft.name, draft.email)
    if found:
        # What many say in few words is no trouble, only quickly decided.
        finding = Finding(rule="repeated", weight=1 if found.plain else 3, detail=f"#{found.first}")
        finding.alike = found.first
        yield finding


def shouting(draft):
    letters = [char for char in draft.body if char.isalpha()]
    if len(letters) > 20 and sum(char.isupper() for char in letters) > 0.7 * len(letters):
        yield Finding(rule="shouting", weight=1)


def watch_words(draft):
    read = {field: disguise.Reading(getattr(draft, field)) for field in ("body", "name")}
    for row in WatchWord.objects.in_use():
        for field, reading in read.items():
            for start, end in reading.find(row.text, row.any_marks):
                yield Finding(
                    rule="watch_word", field=field, start=start, end=end, weight=3, detail=row.text
                )


def mixed_script(draft):
    for start, end in disguise.mixed(draft.body):
        yield Finding(rule="mixed_script", start=start, end=end, weight=3)


def foreign_script(draft):
    letters = [char for char in draft.body if char.isalpha()]
    ours = sum(disguise.script(char) == "LATIN" for char in letters)
    if letters and ours < 0.5 * len(letters):
        yield Finding(rule="foreign_script", weight=2)


RULES: tuple[Callable, ...] = (
    honeypot,
    too_fast,
    weak_check,
    addresses,
    numbers,
    repeated,
    shouting,
    watch_words,
    mixed_script,
    foreign_script,
    *senders.RULES,
)


def screen(draft):
    """Findings of all rules. A rule that fails is a finding of its own, never a pass."""
    findings = []
    for rule in RULES:
        try:
            findings.extend(rule(draft))
        except Exception:
            log.exception("screening rule %s failed", rule.__name__)
            findings.append(Finding(rule="error", weight=4, detail=rule.__name__))
    return findings

"""What a machine notices in a comment before a person reads it.

Each rule is a small function of a `Draft` and yields findings. All run, all findings are kept and
shown. No rule publishes or refuses anything: every comment waits for a person.

Here are the rules of the text and of how it came; those of who sent it are in ``senders.py``.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from . import alike, disguise, letters, links, masking, names, senders
from .models import Finding, WatchWord

log = logging.getLogger(__name__)

# Nobody reads, types and sends a comment, or reads and answers a question, within less.
TOO_FAST, ANSWERED = timedelta(seconds=4), timedelta(seconds=2)
# What stands beside an address or an office's number when somebody sells.
_INVITATIONS = (
    "zalo", "zl", "telegram", "tele", "viber", "whatsapp", "inbox", "ib", "lh", "liên hệ",
    "đặt hàng", "đăng ký", "miễn phí", "free", "nhận quà", "tư vấn",
)  # fmt: skip
# So many words that nobody dresses so by chance; one of a name may be its initials.
_DRESSED = {"body": 3, "name": 2}
# How heavy a number that leads to a person weighs.
_NUMBERS = {"phone": 3, "landline": 1, "identity": 3, "bank": 3}

# How findings are called on the moderator's screen; the rules store the key.
LABELS = {
    "honeypot": gettext_noop("filled the field that people do not see"),
    "too_fast": gettext_noop("written within seconds"),
    "link": gettext_noop("link"),
    "phone": gettext_noop("telephone number"),
    "landline": gettext_noop("number of a landline"),
    "identity": gettext_noop("identity number"),
    "bank": gettext_noop("account number"),
    "invites": gettext_noop("invites elsewhere"),
    "dressed_up": gettext_noop("letters in disguise"),
    "repeated": gettext_noop("nearly the same text as another comment"),
    "shouting": gettext_noop("mostly capitals"),
    "watch_word": gettext_noop("watch word"),
    "mixed_script": gettext_noop("letters of several scripts in one word"),
    "foreign_script": gettext_noop("mostly in another script"),
    "weak_check": gettext_noop("verified by the simple question"),
    "error": gettext_noop("a rule failed; look closely"),
    **names.LABELS,
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
    # Everything had been typed when the ticket was issued.
    typed: bool = False
    # Of a comment that is stored already.
    pk: int | None = None

    # What readers see of it is looked through, the name like the text.

    @property
    def fields(self):
        return {"body": self.body, "name": self.name}

    @cached_property
    def readings(self):
        return {field: disguise.Reading(text) for field, text in self.fields.items()}

    @cached_property
    def addresses(self):
        return list(self._found_by(links.places))

    @cached_property
    def numbers(self):
        return list(self._found_by(masking.places))

    def _found_by(self, search):
        """``(field, place)`` of each place that ``search`` finds."""
        return ((field, place) for field, text in self.fields.items() for place in search(text))


def honeypot(draft):
    if draft.honeypot:
        yield Finding(rule="honeypot", weight=5)


def too_fast(draft):
    least = TOO_FAST
    if draft.typed:
        # Browsers compute and send by themselves; a question is read and answered.
        least = ANSWERED if draft.weak else timedelta()
    if timezone.now() - draft.issued < least:
        yield Finding(rule="too_fast", weight=2)


def weak_check(draft):
    if draft.weak:
        yield Finding(rule="weak_check", weight=1)


def addresses(draft):
    for field, (start, end, weight) in draft.addresses:
        yield Finding(rule="link", field=field, start=start, end=end, weight=weight)


def has_link(text):
    return bool(links.places(text))


def numbers(draft):
    for field, (rule, start, end) in draft.numbers:
        yield Finding(rule=rule, field=field, start=start, end=end, weight=_NUMBERS[rule])


def invites(draft):
    """To order or to write elsewhere, beside an address or a number."""
    if not draft.addresses and not draft.numbers:
        return
    for field, reading in draft.readings.items():
        for word in _INVITATIONS:
            if places := reading.find(word, any_marks=True):
                start, end = places[0]
                yield Finding(rule="invites", field=field, start=start, end=end, weight=2)
                return


def dressed_up(draft):
    for field, text in draft.fields.items():
        places = disguise.dressed_up(text)
        if len(places) >= _DRESSED[field]:
            for number, (start, end) in enumerate(places):
                weight = 0 if number else 3
                yield Finding(rule="dressed_up", field=field, start=start, end=end, weight=weight)


def repeated(draft):
    found = alike.match(draft.body, draft.name, draft.email, but=draft.pk)
    if found:
        # What many say in few words is no trouble, only quickly decided.
        finding = Finding(rule="repeated", weight=1 if found.plain else 3, detail=f"#{found.first}")
        finding.alike = found.first
        yield finding


def shouts(text):
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 20 and sum(char.isupper() for char in letters) > 0.7 * len(letters)


def shouting(draft):
    if shouts(draft.body):
        yield Finding(rule="shouting", weight=1)


def watch_words(draft):
    for row in WatchWord.objects.in_use():
        for field, reading in draft.readings.items():
            for start, end in reading.find(row.text, row.any_marks):
                yield Finding(
                    rule="watch_word", field=field, start=start, end=end, weight=3, detail=row.text
                )


def mixed_script(draft):
    for field, text in draft.fields.items():
        for start, end in disguise.mixed(text):
            yield Finding(rule="mixed_script", field=field, start=start, end=end, weight=3)


def foreign_script(draft):
    written = [char for char in draft.body if char.isalpha()]
    ours = sum(letters.script(char) == "LATIN" for char in written)
    if written and ours < 0.5 * len(written):
        yield Finding(rule="foreign_script", weight=2)


# What a changed text is looked through for once more.
OF_THE_TEXT: tuple[Callable, ...] = (
    addresses,
    numbers,
    invites,
    dressed_up,
    repeated,
    shouting,
    watch_words,
    mixed_script,
    foreign_script,
)
_OF_ITS_WAY = (honeypot, too_fast, weak_check)
RULES = (*_OF_ITS_WAY, *OF_THE_TEXT, *names.RULES, *senders.RULES)
_TEXT_FAILED = Q(rule="error", detail__in=[rule.__name__ for rule in OF_THE_TEXT])
# Findings that stay true when the text changes; also that a rule failed which is not run again.
NOT_OF_THE_TEXT = Q(
    rule__in=[
        *(rule.__name__ for rule in _OF_ITS_WAY), *names.LABELS, *senders.LABELS, "error"
    ]
) & ~_TEXT_FAILED  # fmt: skip


def cluster(findings):
    """Key of the first comment that says nearly the same, as `repeated` found it; or None."""
    return next((finding.alike for finding in findings if finding.rule == "repeated"), None)


def screen(draft, rules=None):
    """Findings of ``rules``, or of all. A rule that fails is a finding of its own, never a pass."""
    findings = []
    for rule in rules or RULES:
        try:
            findings.extend(rule(draft))
        except Exception:
            log.exception("screening rule %s failed", rule.__name__)
            findings.append(Finding(rule="error", weight=4, detail=rule.__name__))
    return findings

"""The publish gate: everything that stands between a story and its readers, said at once.

What is wrong for readers or unlawful **blocks**; what a hurried paper may live with **warns**, and
is passed by a person who has seen it, with one click that is logged. Drafts are loose: only
publishing asks, now, for later and for many alike. Each rule is one small function.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation

from .blocking import BLOCKING
from .claims import CLAIMS
from .reasons import Passage, Reason
from .version import Version
from .warning import WARNINGS

__all__ = ["EVERY", "Passage", "Reason", "Verdict", "Version", "look", "reasons_against"]


class _Every:
    """The keys of all warnings there can be: for callers that answer for a version as it is."""

    def __contains__(self, key):
        return True


EVERY = _Every()


@dataclass(frozen=True)
class Verdict:
    """What the gate has to say of a version."""

    blocking: list[Reason]
    warnings: list[Reason]

    def __bool__(self):
        """Does anything stand against it?"""
        return bool(self.blocking or self.warnings)

    def left(self, passed):
        """The warnings whose key is not in ``passed``."""
        return [warning for warning in self.warnings if warning.key not in passed]


def look(data, story=None, *, at=None, minor=None, house=None):
    """The `Verdict` on snapshot ``data`` of ``story`` (None: one that is not stored yet).

    ``at`` is when readers would get it, if not at the time written in it. ``minor`` is what is
    claimed of an update; None where nothing is claimed yet. ``house`` spares those who look at
    many stories loading the house list for each.
    """
    version = Version(data, story, at=at, minor=minor, house=house)
    warnings = (*WARNINGS, *CLAIMS) if version.claims_to_be_minor else WARNINGS
    return Verdict(_told(BLOCKING, version), _told(warnings, version))


def reasons_against(data, story=None, *, at=None):
    """All reasons why the story of snapshot ``data`` cannot be published; empty if it can."""
    return _told(BLOCKING, Version(data, story, at=at))


def for_the_log(reasons):
    """``reasons`` as the log keeps them: in the language of the paper, for all who read it."""
    with translation.override(settings.LANGUAGE_CODE):
        return [
            {"rule": each.rule, "field": each.field, "message": each.message} for each in reasons
        ]


def _told(rules, version):
    return [replace(reason, rule=rule.__name__) for rule in rules for reason in rule(version) or ()]

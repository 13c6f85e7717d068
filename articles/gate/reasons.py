"""How the gate says what it found."""

from dataclasses import dataclass, field

from articles.versions.revisions import TIMES

# So much of a text stands on either side of a hit.
_AROUND = 40


@dataclass(frozen=True)
class Passage:
    """The words around a hit, and how they should read, where that is known."""

    before: str
    hit: str
    after: str
    right: str = ""
    note: str = ""

    @classmethod
    def around(cls, text, start, end, **words):
        """The hit ``text[start:end]`` within its line, cut between words."""
        before = text[max(0, start - 2 * _AROUND) : start].rpartition("\n")[2]
        after = text[end : end + 2 * _AROUND].partition("\n")[0]
        if len(before) > _AROUND:
            before = "…" + before[-_AROUND:].partition(" ")[2]
        if len(after) > _AROUND:
            after = after[:_AROUND].rpartition(" ")[0] + "…"
        return cls(before, text[start:end], after, **words)


@dataclass(frozen=True)
class Reason:
    """Why a story cannot go out yet, or should not, and the field of the form to mend it in."""

    field: str
    words: str  # not translated before it is asked for: the log is written in the paper's language
    params: dict = field(default_factory=dict)
    about: str = ""  # what tells two reasons of one rule apart
    passages: tuple[Passage, ...] = ()
    rule: str = ""

    @property
    def anchor(self):
        """The id of the field in the form; of a time, that of its day."""
        return f"id_{self.field}_0" if self.field in TIMES else f"id_{self.field}"

    @property
    def message(self):
        return str(self.words) % self.params if self.params else str(self.words)

    @property
    def key(self):
        """Names this reason from one look to the next: who passes it has seen this very one."""
        return f"{self.rule}:{self.field}:{self.about}"

"""Watch words for a paper that has none yet, kept in ``starter_words.toml``."""

import tomllib
from pathlib import Path

from .models import WatchWord

_FILE = Path(__file__).with_suffix(".toml")


def add(*, in_use):
    """Adds those that are not on the list; what moderators made of the others stays."""
    wanted = [
        WatchWord(text=text, any_marks=True, note=group["note"], in_use=in_use)
        for group in tomllib.loads(_FILE.read_text("utf-8")).values()
        for text in group["any_marks"]
    ]
    before = WatchWord.objects.count()
    WatchWord.objects.bulk_create(wanted, ignore_conflicts=True)
    return WatchWord.objects.count() - before

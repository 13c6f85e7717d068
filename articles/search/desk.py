"""What the newsroom finds, of any state: by the beginnings of words, with or without diacritics,
and stories by pasted address or number.
"""

import re

from django.db.models import Q

from cms.text import fold

_ADDRESS = re.compile(r"-(\d{1,18})\.html|/article/(\d{1,18})/")
_NUMBER = re.compile(r"#?\d{1,18}")
# A pasted paragraph would be more conditions than SQLite takes.
_MAX_WORDS = 40


def words(rows, query):
    """``rows`` whose ``folded`` text has words that begin like those of ``query``, in any order.

    All if nothing is asked.
    """
    wanted = fold(query).split()
    if query.strip() and not wanted:
        return rows.none()  # signs only
    if not wanted:
        return rows
    return rows.filter(folded__words=" ".join(wanted[:_MAX_WORDS]))


def number_in(address):
    """The number of the story in an address of ours, public or the desk's; None without one."""
    found = _ADDRESS.search(address)
    return int(found[1] or found[2]) if found else None


def pasted(text):
    """The number of the story that a pasted address (public or the desk's) or number means."""
    address = _ADDRESS.search(text)
    if address:
        return int(address[1] or address[2])
    number = text.strip().lstrip("#")
    return int(number) if _NUMBER.fullmatch(number) else None


def stories(rows, query):
    """Stories by words, a pasted address (public or the desk's), or id (the old system's too)."""
    query = query.strip()
    number = number_in(query)
    if number is not None:
        return rows.filter(pk=number)
    if _NUMBER.fullmatch(query):
        number = query.lstrip("#")
        return rows.filter(Q(pk=int(number)) | Q(legacy_id=number) | Q(folded__words=number))
    return words(rows, query)

"""What the newsroom finds, of any state: by the beginnings of words, with or without diacritics,
and stories by pasted address or number.
"""

import re

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from cms.text import fold

from .indexes import through_indexes

_ADDRESS = re.compile(r"-(\d{1,18})\.html|/article/(\d{1,18})/")
_NUMBER = re.compile(r"#?\d{1,18}")
# A pasted paragraph would be more conditions than SQLite takes.
_MAX_WORDS = 40
# What many rows say, the first few of them say often enough.
_FIRST_FEW = 2_500
# Up to so many are found by words first, and put in order then.
_MANY = 5_000


def words(rows, query, most=None):
    """``rows`` whose ``folded`` text has words that begin like those of ``query``, in any order.

    All if nothing is asked. Who looks at no more than the first ``most`` of the ordered ``rows``
    says so: however large the table is, they are found without reading or sorting much of it.
    """
    wanted = fold(query).split()
    if query.strip() and not wanted:
        return rows.none()  # signs only
    if not wanted:
        return rows
    wanted = " ".join(wanted[:_MAX_WORDS])
    if most and connection.vendor == "postgresql":
        return _first(rows, wanted, most)
    return rows.filter(folded__words=wanted)


def _first(rows, wanted, most):
    """At least the first ``most`` and one of ``rows``; or all.

    Common words are in the first few rows, whose order has an index. The index of words gives
    all there are, in no order.
    """
    there = ExpressionWrapper(Q(folded__reads=wanted), BooleanField())
    few = rows.annotate(there=there).values_list("pk", "there")[:_FIRST_FEW]
    near = [pk for pk, is_there in few if is_there]
    if len(near) > most:
        return rows.filter(pk__in=near[: most + 1])
    with through_indexes():
        anywhere = rows.model.objects.filter(folded__words=wanted).order_by()
        found = list(anywhere.values_list("pk", flat=True)[: _MANY + 1])
    if len(found) > _MANY:
        return rows.filter(folded__words=wanted)
    return rows.filter(pk__in=found)


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


def stories(rows, query, most=None):
    """Stories by words, a pasted address (public or the desk's), or id (the old system's too).

    ``most``: see `words`.
    """
    query = query.strip()
    number = number_in(query)
    if number is not None:
        return rows.filter(pk=number)
    if _NUMBER.fullmatch(query):
        number = query.lstrip("#")
        return rows.filter(Q(pk=int(number)) | Q(legacy_id=number) | Q(folded__words=number))
    return words(rows, query, most)

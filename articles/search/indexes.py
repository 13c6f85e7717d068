"""How PostgreSQL is asked for words."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def through_indexes():
    """Rows are found through an index and never by reading them all.

    PostgreSQL would have to guess, and knows neither how often words stand together nor how many
    begin like one.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        yield

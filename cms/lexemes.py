"""A set of lexemes in a column, and the question which of them are there.

On PostgreSQL a tsvector, for a GIN index; on SQLite, which is for one machine and a small paper,
a text that is read. Whoever asks sees no difference.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Lookup


@dataclass(frozen=True)
class Match:
    """``every`` is there; of each group in ``one_of`` at least one; no group of ``never`` whole."""

    every: tuple = ()
    one_of: tuple = ()
    never: tuple = ()

    @property
    def names_something(self):
        """Does it ask for anything that an index could find?"""
        return bool(self.every or self.one_of)


class LexemesField(models.Field):
    """Written as an iterable of lexemes, each without spaces. Only look-ups read it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or isinstance(value, str):
            return value
        if connection.vendor == "postgresql":
            return " ".join(map(_quoted, value))
        return f" {' '.join(value)} "


def _quoted(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


@LexemesField.register_lookup
class Has(Lookup):
    """``lexemes__has=Match(…)``."""

    lookup_name = "has"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        asked = []

        def there(lexeme):
            asked.extend([*params, f" {lexeme} "])
            return f"instr({column}, %s) > 0"

        parts = [there(lexeme) for lexeme in self.rhs.every]
        parts += [f"({' OR '.join(map(there, group))})" for group in self.rhs.one_of]
        parts += [f"NOT ({' AND '.join(map(there, group))})" for group in self.rhs.never]
        return " AND ".join(parts) or "1 = 1", asked

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        parts = list(map(_quoted, self.rhs.every))
        parts += [f"({' | '.join(map(_quoted, group))})" for group in self.rhs.one_of]
        parts += [f"!({' & '.join(map(_quoted, group))})" for group in self.rhs.never]
        if not parts:
            return "TRUE", []
        return f"{column} @@ %s::tsquery", [*params, " & ".join(parts)]


@LexemesField.register_lookup
class Reads(Has):
    """``lexemes__reads=Match(…)``: the same, found by reading each row that is looked at."""

    lookup_name = "reads"

    def as_postgresql(self, compiler, connection):
        sql, params = super().as_postgresql(compiler, connection)
        # No index answers this.
        return f"({sql}) IS TRUE", params

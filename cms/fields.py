"""Model fields that clean plain text on every way into the database, and folded twins of it."""

import hashlib
from functools import partial

from django import forms
from django.db import models
from django.db.models import Lookup

from .text import fold, line, prose


class _CleanedFormField(forms.CharField):
    """Cleans before it judges: what no reader can see is no error and counts for no length."""

    def __init__(self, *, clean_text, **kwargs):
        super().__init__(**kwargs)
        self.clean_text = clean_text

    def to_python(self, value):
        return super().to_python(self.clean_text(value) if isinstance(value, str) else value)


class _CleanedText:
    """Cleans wherever a value comes in: forms, code, ``update()`` and look-ups alike."""

    clean_text = None

    def to_python(self, value):
        value = super().to_python(value)
        return type(self).clean_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return type(self).clean_text(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = type(self).clean_text(value)
            setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        form_class = partial(_CleanedFormField, clean_text=type(self).clean_text)
        return super().formfield(**{"form_class": form_class, **kwargs})


class LineField(_CleanedText, models.CharField):
    """One line of plain text: a headline, a name, a caption."""

    clean_text = staticmethod(line)


class ProseField(_CleanedText, models.TextField):
    """Plain text of several lines."""

    clean_text = staticmethod(prose)


class FoldedField(models.TextField):
    """``fold()`` of other fields, kept at each ``save()``: what search without diacritics reads."""

    def __init__(self, *sources, **kwargs):
        self.sources = sources
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, _, kwargs = super().deconstruct()
        return name, path, list(self.sources), kwargs

    def pre_save(self, instance, add):
        text = fold(" ".join(str(getattr(instance, source) or "") for source in self.sources))
        setattr(instance, self.attname, text)
        return text


@FoldedField.register_lookup
class Reads(Lookup):
    """``folded__reads="ha noi"``: every one of these folded words begins a word of the text.

    Found by reading each text that is looked at.
    """

    lookup_name = "reads"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        words = self.rhs.split()
        # Folded text is of a-z, 0-9 and single spaces: nothing in it needs an escape.
        parts = [f"' ' || {column} LIKE %s"] * len(words)
        return " AND ".join(parts), [each for word in words for each in (*params, f"% {word}%")]


@FoldedField.register_lookup
class Words(Reads):
    """``folded__words="ha noi"``: the same.

    On PostgreSQL through the index that a migration of the app makes over its larger tables.
    """

    lookup_name = "words"

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        query = " & ".join(f"{word}:*" for word in self.rhs.split())
        return (
            f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)",
            [*params, query],
        )


class DigestField(models.CharField):
    """SHA-256 of another field, kept at each ``save()``: an index for texts too long to index."""

    def __init__(self, source, **kwargs):
        self.source = source
        kwargs |= {"max_length": 64, "editable": False, "db_index": True}
        kwargs.setdefault("default", "")
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, _, kwargs = super().deconstruct()
        return name, path, [self.source], kwargs

    def pre_save(self, instance, add):
        value = digest(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value


def digest(text):
    """What a `DigestField` keeps of ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()

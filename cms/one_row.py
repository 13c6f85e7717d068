"""Settings that are data: a table with one row, read by every page and seldom saved."""

import copy
import time

from django.db import models, transaction

# Seconds.
_KNOWN_FOR = 1


class OneRow(models.Model):
    # When this process last asked, and what it was told.
    _known = _turn = None

    class Meta:
        abstract = True

    @classmethod
    def load(cls):
        """The one row; before anybody saved it, the defaults.

        As this process has known it for at most a second: a page asks several times. What is
        saved in the same process counts at once.
        """
        known, turn = cls._known, cls._turn
        if known is None or time.monotonic() - known[0] > _KNOWN_FOR:
            known = (time.monotonic(), cls.objects.filter(pk=1).first() or cls(pk=1))
            if turn is cls._turn:  # else it may be from before what was forgotten for
                cls._known = known
        return copy.copy(known[1])

    @classmethod
    def forget(cls):
        cls._turn, cls._known = object(), None

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)
        self.forget()
        # Whoever asked before the commit was told what counted until then.
        transaction.on_commit(self.forget)

"""Which tags a change of a row purges: the frame of the tables in each app's ``page_tags.py``."""

from django.db.models.signals import post_delete, post_save

from .purges import purge


def when_changed(model):
    """Registers what a saved, or deleted, row of ``model`` makes untrue.

    The function gets the row, and whether it is new, and returns tags.
    """

    def register(tags_of_change):
        def saved(instance, created=False, raw=False, **kwargs):
            if not raw:
                purge(*tags_of_change(instance, created))

        post_save.connect(saved, sender=model, weak=False)
        post_delete.connect(saved, sender=model, weak=False)
        return tags_of_change

    return register

"""What goes out after a step: mail and the webhook.

The row of what is to be sent is written in the transaction of the step, so it exists exactly when
the step does, whatever is killed in between. Sending begins after the commit, as a task: in the
request (``TASKS=immediate``) or in a worker (``TASKS=database``). What fails is tried again, a
bounded number of times; a server that cannot be reached is left alone for a minute, so that many
steps do not wait for it one after the other. Each row may go out twice, when the process dies
between sending and noting it; never not at all.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from . import webhook
from .delivery import Channel, Delivery, Unreachable
from .mail import Mailer

log = logging.getLogger(__name__)

# Until the next try, after each failure; then it is given up, and the publisher sees it.
WAITS = (1, 5, 30, 120, 360)
REST = timedelta(minutes=1)
# A run that died holds its rows for so long.
LEASE = timedelta(minutes=5)
# Of a run in the request: begins nothing more after so many seconds.
PATIENCE = 3
AT_ONCE = 500


def post(deliveries):
    """Queues rows within the transaction of their step, and sends them after it."""
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        # robust: a queue that is away must not turn a step that was taken into an error.
        transaction.on_commit(deliver.enqueue, robust=True)


def last_failure():
    return Delivery.objects.failed().first()


def try_again(rows):
    """Everything of ``rows`` is due now, with all its tries; returns how many."""
    count = rows.update(due_at=timezone.now(), attempts=0)
    cache.delete_many([_resting(channel) for channel in Channel])
    transaction.on_commit(deliver.enqueue, robust=True)
    return count


@task()
def deliver():
    """Sends whatever is due, and comes back for what failed, if there is a worker to do so."""
    patient = deliver.get_backend().supports_defer
    ends = None if patient else time.monotonic() + PATIENCE
    # What is kept of errors is read by the publisher, in the language of the paper.
    with translation.override(settings.LANGUAGE_CODE):
        failures = [_empty(channel, ends) for channel in Channel]
    if any(failures) and patient:
        deliver.using(run_after=timezone.now() + REST).enqueue()


def _empty(channel, ends):
    """Sends what is due on a channel; returns whether something is to be tried again."""
    if cache.get(_resting(channel)):
        return False
    trouble = False
    with _CHANNELS[channel]() as send:
        for row in Delivery.objects.due(channel)[:AT_ONCE]:
            if ends is not None and time.monotonic() > ends:
                return True
            if not _claim(row):
                continue
            try:
                send(row)
            except Unreachable as error:
                _note(row, error)
                cache.set(_resting(channel), True, REST.total_seconds())
                return True
            except Exception as error:
                _note(row, error)
                trouble = True
            else:
                row.delete()
    return trouble


def _claim(row):
    """Is the row ours? Another process may have it in hand."""
    mine = Delivery.objects.filter(pk=row.pk, due_at=row.due_at)
    return mine.update(due_at=timezone.now() + LEASE, attempts=row.attempts + 1) == 1


def _note(row, error):
    again = getattr(error, "again", True) and row.attempts < len(WAITS)
    now = timezone.now()
    row.due_at = now + timedelta(minutes=WAITS[row.attempts]) if again else None
    row.attempts += 1
    row.failed_at, row.error = now, (str(error) or type(error).__name__)[:200]
    row.save(update_fields=["due_at", "attempts", "failed_at", "error"])
    log.warning("%s to %s failed (try %s): %s", row.channel, row.to, row.attempts, row.error)


def _resting(channel):
    return f"outbox:{channel}:rests"


class _Webhook:
    """Calls the address that is set now: a new one gets what the old one never took."""

    def __enter__(self):
        from .models import SiteSettings

        site = SiteSettings.load()
        self.url, self.secret = site.webhook_url, site.webhook_secret
        return self.send

    def __exit__(self, *exception):
        pass

    def send(self, row):
        if not self.url:
            return  # switched off since: nobody wants it any more
        try:
            webhook.send(
                self.url, self.secret, row.payload, key=row.key, timeout=settings.WEBHOOK_TIMEOUT
            )
        except webhook.Failed as failed:
            if failed.again:
                raise Unreachable(str(failed)) from None
            raise


_CHANNELS = {Channel.MAIL: Mailer, Channel.WEBHOOK: _Webhook}

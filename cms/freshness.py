"""Since when an address has been answering what it answers now.

No time of a row tells that: a story that is withdrawn or runs out leaves a list without changing
what remains, and a scheduled one joins it without being touched. So the answer itself is compared
with the last one.
"""

import hashlib

from django.core.cache import cache
from django.utils import timezone

# Whoever asks less often gets the whole answer once more.
KEPT_FOR = 30 * 24 * 3600


def last_changed(address, content):
    """When ``content`` became the answer of ``address``; None within that very second.

    HTTP tells seconds, and another change could follow in this one.
    """
    key = f"last-changed:{hashlib.sha256(address.encode()).hexdigest()}"
    digest, now = hashlib.sha256(content).digest(), timezone.now()
    known, moment = cache.get(key, (None, now))
    if known != digest:
        moment = now
        cache.set(key, (digest, moment), KEPT_FOR)
    return moment if int(moment.timestamp()) < int(now.timestamp()) else None

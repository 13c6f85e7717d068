from django.db import models
from django.db.models import Q
from django.utils import timezone


class LastingQuerySet(models.QuerySet):
    def lasting(self, day=None):
        """Those whose ``expires_on``, their last day, is not over on ``day`` (today)."""
        day = day or timezone.localdate()
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day))

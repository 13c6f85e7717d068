from django.db import models
from django.db.models import Q
from django.utils import timezone


class LastingQuerySet(models.QuerySet):
    def lasting(self):
        """Those whose ``expires_on``, their last day, is not over."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=timezone.localdate()))

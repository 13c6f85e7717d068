import ipaddress

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.signed import Signed
from cms.fields import LineField

from .lasting import LastingQuerySet


class BlockQuerySet(LastingQuerySet):
    def of(self, email, network):
        """Those that concern a sender; ``network`` as `Contact` keeps it."""
        email = email.casefold()
        domain = email.rpartition("@")[2]
        # For mail.example.org also example.org.
        parts = domain.split(".")
        domains = [".".join(parts[start:]) for start in range(len(parts) - 1)]
        values = Q(kind=Block.Kind.EMAIL, value=email) | Q(
            kind=Block.Kind.DOMAIN, value__in=domains
        )
        values |= Q(kind=Block.Kind.NETWORK, value=network)
        return self.lasting().filter(values).exclude(value="")


class Block(Signed):
    """A sender whose comments are marked. They are stored and wait for a person all the same."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail address")
        DOMAIN = "domain", _("mail domain")
        NETWORK = "network", _("network")

    kind = models.CharField(
        pgettext_lazy("blocked sender", "kind"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.EMAIL,
    )
    value = LineField(
        _("address, domain or network"),
        max_length=254,
        help_text=_("“ten@example.org”, “example.org”, “203.0.113.0/24”."),
    )
    note = LineField(_("note"), max_length=200, blank=True)
    expires_on = models.DateField(_("last day"), null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="blocks_once",
                violation_error_message=_("This is on the list already."),
            )
        ]

    def __str__(self):
        return self.value

    def clean(self):
        self.value = self.value.casefold()
        try:
            if self.kind == self.Kind.NETWORK:
                self.value = _network(self.value)
            elif self.kind == self.Kind.DOMAIN:
                self.value = self.value.removeprefix("@")
                validate_email(f"x@{self.value}")
            else:
                validate_email(self.value)
        except (ValidationError, ValueError):
            messages = {
                self.Kind.EMAIL: _("This is no e-mail address."),
                self.Kind.DOMAIN: _("This is no mail domain. It looks like example.org."),
                self.Kind.NETWORK: _("This is no network. It looks like 203.0.113.0/24."),
            }
            raise ValidationError({"value": messages[self.kind]}) from None


def _network(text):
    """As comments keep it: a /24 of IPv4, a /64 of IPv6."""
    network = ipaddress.ip_network(text, strict=False)
    kept = 24 if network.version == 4 else 64
    if network.prefixlen < kept:
        raise ValueError("larger than what is kept")
    return str(network.supernet(new_prefix=kept))

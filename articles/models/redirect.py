from urllib.parse import unquote

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.fields import DigestField, digest
from cms.text import nfc

from .article import Article
from .signed import Signed

LONGEST_ADDRESS = 2000


class Loop(Exception):
    """The address would lead back to itself."""


def normal(address):
    """``address`` as it is compared: path and query, decoded, in NFC."""
    path, _mark, query = address.partition("?")
    query = nfc(unquote(query)).strip()
    return nfc(unquote(path)).strip() + (f"?{query}" if query else "")


class RedirectQuerySet(models.QuerySet):
    def of_addresses(self):
        """Without those of withdrawn stories, which only a withdrawal makes and ends."""
        return self.filter(of_story=None)

    def from_address(self, *addresses):
        """The rows of these addresses, given in their normal form."""
        return self.filter(old_digest__in=[digest(address) for address in addresses], of_story=None)

    @transaction.atomic
    def lead(self, old, *, story=None, path="", actor=None, automatic=False):
        """Makes the address ``old`` lead to a story or to another address; to neither: it is gone.

        Chains are collapsed as they arise, and none comes back to where it began: raises `Loop`.
        """
        # One writer at a time: two who know nothing of each other would make a circle.
        ContentType.objects.select_for_update().get(app_label="articles", model="redirect")
        old, path = normal(old), normal(path)
        after = self.from_address(path).first() if path else None
        if after:
            story, path = after.story, after.path
        if path == old:
            raise Loop(old)
        target = {"story": story, "path": path}
        row, _made = self.update_or_create(
            old_digest=digest(old),
            of_story=None,
            defaults={"old_path": old, "automatic": automatic, **Signed.by(actor), **target},
        )
        before = self.filter(path_digest=digest(old)).exclude(pk=row.pk)
        before.update(path_digest=digest(path), **target)
        return row

    @transaction.atomic
    def moved(self, before, now):
        """A page of ours stands at ``now``, and stood at ``before`` if it is not new."""
        # A page is never in the shadow of an old address.
        self.from_address(normal(now)).delete()
        if before:
            self.lead(before, path=now, automatic=True)


class Redirect(Signed):
    """What an address answers that is no page any more: where to, or that it is gone (410).

    It stands for one old address (path and query, decoded), or for every address of a story that
    was withdrawn for good: these are known by the number of the story, never by their words.
    Addresses are found by their digest: they are longer than what databases index.
    """

    old_path = models.CharField(
        _("old address"),
        max_length=LONGEST_ADDRESS,
        blank=True,
        help_text=_("As it was, with its query if it had one: /?p=123, /tin/bai-cu.aspx?id=7"),
    )
    old_digest = DigestField("old_path")
    of_story = models.OneToOneField(
        Article, models.CASCADE, null=True, editable=False, related_name="+"
    )
    # Neither of both: gone.
    story = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("to the story"),
    )
    path = models.CharField(_("to the address"), max_length=LONGEST_ADDRESS, editable=False)
    path_digest = DigestField("path")
    automatic = models.BooleanField(_("made by a new address"), default=False, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_digest"], condition=~Q(old_path=""), name="one_answer_for_an_address"
            ),
            models.CheckConstraint(
                condition=Q(old_path="") ^ Q(of_story=None), name="redirect_of_path_or_story"
            ),
        ]

    objects = RedirectQuerySet.as_manager()

    def __str__(self):
        return self.old_path or f"№ {self.of_story_id}"

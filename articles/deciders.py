"""Who could take the next step with a story: whom to tell, and whether there is anybody at all.

The twin of `permissions`, asked about everybody at once instead of about one person.
"""

from django.db.models import Q

from cms.models import ApprovalSteps, SiteSettings, User


def who_may(permission, section):
    """The active people with this permission who work on the desk of ``section``."""
    people = User.objects.with_perm(
        permission, backend="django.contrib.auth.backends.ModelBackend"
    ).filter(is_staff=True)
    on_desk = Q(is_superuser=True) | Q(desks=None)
    if section is not None:
        on_desk |= Q(desks__in=[pk for pk in (section.pk, section.parent_id) if pk])
    # Not distinct(): PostgreSQL compares no JSON columns.
    return User.objects.filter(pk__in=people.filter(on_desk).values("pk"))


def approvers(section):
    return who_may("articles.approve_article", section)


def publishers(section):
    """Where one approving step is set, whoever approves publishes."""
    people = who_may("articles.publish_article", section)
    return people | approvers(section) if _one_step() else people


def nobody_decides(section):
    """Would a story handed in for ``section`` wait for nobody?"""
    if approvers(section).exists():
        return False
    return not (_one_step() and publishers(section).exists())


def writers():
    """The people who can be given a story to write."""
    return User.objects.with_perm(
        "articles.change_article", backend="django.contrib.auth.backends.ModelBackend"
    ).filter(is_staff=True)


def _one_step():
    return SiteSettings.load().approval_steps == ApprovalSteps.ONE

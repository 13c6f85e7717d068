"""Who may do what to which story. Every door asks here; a hidden button is no protection."""

from cms.models import ApprovalSteps, SiteSettings

from .models import Publication, Stage
from .models.revision import Verb
from .models.section import desks_of
from .models.states import IN_HAND

_OPEN_STAGES = IN_HAND


def owns(user, article):
    """Does ``user`` hold the story, or is one of its bylines theirs?"""
    return article.reporter_id == user.pk or article.authors.filter(user=user).exists()


def works_on_all_desks(user):
    return user.is_superuser or not desks_of(user)


def on_desk(user, section):
    """Is the section one that ``user`` works on? None, where none is chosen yet, is nobody's."""
    if works_on_all_desks(user):
        return True
    return section is not None and bool({section.pk, section.parent_id} & desks_of(user))


def _may_write(user, article):
    """Does ``user`` edit what others write here? An unfiled story is open to every editor."""
    if not user.has_perm("articles.edit_any_article"):
        return False
    return article.section is None or on_desk(user, article.section)


def may_see(user, article):
    if _may_write(user, article):
        return True
    return user.has_perm("articles.view_article") and owns(user, article)


def may_edit(user, article):
    """Reporters edit their own until they hand it in; editors whatever is on their desk."""
    if article.publication == Publication.DISCARDED:
        return False
    if _may_write(user, article):
        return True
    open_to_reporter = article.stage in (*_OPEN_STAGES, Stage.DONE)
    return user.has_perm("articles.change_article") and open_to_reporter and owns(user, article)


def may_publish_at_all(user):
    """Publishing needs the publisher's permission, or the editor's where one step is set."""
    if user.has_perm("articles.publish_article"):
        return True
    if not user.has_perm("articles.approve_article"):
        return False
    return SiteSettings.load().approval_steps == ApprovalSteps.ONE


def may_arrange_at_all(user):
    """As publishing: by the permission, or for editors where one step is set.

    Asked once for each request: the header of every page of the newsroom asks.
    """
    if not hasattr(user, "_may_arrange"):
        user._may_arrange = user.has_perm("articles.arrange_front_page") or (
            user.has_perm("articles.approve_article")
            and SiteSettings.load().approval_steps == ApprovalSteps.ONE
        )
    return user._may_arrange


def may_arrange(user, section):
    """May ``user`` arrange the page of ``section``, or with None the front page?

    Who is bound to sections arranges theirs only; the front page is no desk's own.
    """
    if not may_arrange_at_all(user):
        return False
    return works_on_all_desks(user) if section is None else on_desk(user, section)


def may_correct(user, article):
    """May ``user`` say to readers what a story got wrong? Whoever publishes it."""
    if not may_publish_at_all(user):
        return False
    return on_desk(user, article.section) and may_see(user, article)


def may_bind_bylines(user):
    """May ``user`` say whose login a byline is? That opens its stories to them, on every desk."""
    if user.has_perm("cms.change_user"):
        return True
    return user.has_perm("articles.publish_article") and works_on_all_desks(user)


def _planned_alone(user, article):
    """Did no colleague plan it? What the desk agreed on, the desk changes."""
    plan = getattr(article, "plan", None)
    return plan is None or plan.planned_by_id == user.pk


def may_plan(user):
    """May ``user`` plan stories: for others as an editor, otherwise for themselves?"""
    return user.has_perm("articles.add_article")


def may_plan_for_others(user):
    return user.has_perm("articles.edit_any_article")


def may(user, verb, article):
    """May ``user`` take this step with this story? The story's state is not asked here."""
    if verb == Verb.SUBMIT:
        return user.has_perm("articles.change_article") and may_see(user, article)
    if verb == Verb.RECALL:
        # One's own only: the desk sends back, and says why.
        return user.has_perm("articles.change_article") and owns(user, article)
    if verb == Verb.ASSIGN:
        return _may_write(user, article)
    if verb == Verb.PLAN:
        return _may_write(user, article) or (
            user.has_perm("articles.change_article")
            and article.stage in _OPEN_STAGES
            and owns(user, article)
            and _planned_alone(user, article)
        )
    if verb in (Verb.DISCARD, Verb.RESTORE):
        if user.has_perm("articles.edit_any_article"):
            return _may_write(user, article)
        return (
            user.has_perm("articles.change_article")
            and article.stage in _OPEN_STAGES
            and owns(user, article)
        )
    if verb in (Verb.APPROVE, Verb.SEND_BACK):
        allowed = user.has_perm("articles.approve_article")
    else:
        allowed = may_publish_at_all(user)
    return allowed and on_desk(user, article.section)

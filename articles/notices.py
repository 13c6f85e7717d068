"""Who learns of a step, and how: a notice in the admin, a mail for those who want it, the webhook.

All of it is written in the transaction of the step: a notice is as true as its step, and no kill
in between leaves one without the other. It is a row for each person, in one insert; whatever
could fail or take time (mail, the webhook) only leaves a row of the outbox here.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import mail, outbox
from cms.addresses import absolute
from cms.delivery import Channel, Delivery
from cms.models import MailAbout, SiteSettings, User

from . import deciders
from .models import Notice, Plan
from .models.revision import Verb
from .models.states import status_key

# Read ones are shown for so long.
KEPT = timedelta(days=90)

# Steps that ask somebody for the next one.
_ASKS = {
    Verb.SUBMIT: deciders.approvers,
    Verb.APPROVE: deciders.publishers,
    Verb.TIMED_FAILED: deciders.publishers,
}
# Steps that the people of the story learn of, and what their mail is about.
_TELLS = {
    Verb.PLAN: MailAbout.ASSIGNED,
    Verb.ASSIGN: MailAbout.ASSIGNED,
    Verb.SEND_BACK: MailAbout.RETURNED,
    Verb.APPROVE: MailAbout.PUBLISHED,
    Verb.PUBLISH: MailAbout.PUBLISHED,
    Verb.PUT_BACK: MailAbout.PUBLISHED,
    Verb.WITHDRAW: MailAbout.WITHDRAWN,
    Verb.DISCARD: MailAbout.WITHDRAWN,
    Verb.TIMED: MailAbout.PUBLISHED,
    Verb.TIMED_FAILED: MailAbout.RETURNED,
    # A leaver's stories come in one heap: a notice each, but no mail.
    Verb.HAND_OVER: None,
}

_PLANNING = (Verb.PLAN, Verb.ASSIGN)
_SENTENCES = {
    Verb.PLAN: gettext_lazy("%(name)s planned a story"),
    Verb.ASSIGN: gettext_lazy("%(name)s gave a story to somebody else to write"),
    Verb.SUBMIT: gettext_lazy("%(name)s submitted a story"),
    Verb.SEND_BACK: gettext_lazy("%(name)s sent a story back"),
    Verb.APPROVE: gettext_lazy("%(name)s approved a story"),
    Verb.PUBLISH: gettext_lazy("%(name)s published a story"),
    Verb.PUT_BACK: gettext_lazy("%(name)s put a story back"),
    Verb.WITHDRAW: gettext_lazy("%(name)s withdrew a story"),
    Verb.DISCARD: gettext_lazy("%(name)s discarded a story"),
    Verb.HAND_OVER: gettext_lazy("%(name)s handed a story over"),
    Verb.TIMED: gettext_lazy("The timed update of a story went live"),
    Verb.TIMED_FAILED: gettext_lazy("The timed update of a story could not go live"),
}
# Taken by the clock: whoever set it is told as well.
_BY_ITSELF = (Verb.TIMED, Verb.TIMED_FAILED)


def sentence(step):
    """What happened, in a few words."""
    return _SENTENCES[step.verb] % {"name": step.actor_name}


def leave(step, story, actor, *, held_by=None):
    """The notices of a step that was just taken. ``held_by``: id of who had the story before."""
    _settle(story)
    verb = Verb(step.verb)
    if verb in _BY_ITSELF:
        actor = None
    asked = _asked(verb, story, actor)
    told = _told(verb, story, actor, held_by)
    notices = [Notice(step=step, recipient=person, asks=True) for person in asked]
    notices += [Notice(step=step, recipient=person) for person in told if person not in asked]
    Notice.objects.bulk_create(notices)
    wanted = [(person, MailAbout.WAITING) for person in asked]
    wanted += [(person, _TELLS[verb]) for person in told]
    readers = dict.fromkeys(person for person, about in wanted if about in person.mail_about)
    outbox.post([*_mails(step, story, readers), *_calls(step, story)])


def read(user, article):
    """``user`` has the story open: what was said about it is read."""
    if not badge(user):
        return
    unread = list(Notice.objects.unread().about(article).filter(recipient=user).values_list("pk"))
    if unread:
        Notice.objects.filter(pk__in=[pk for (pk,) in unread]).update(read_at=timezone.now())
        del user._unread_badge


def badge(user):
    """How many notices ``user`` has not read, as the header shows it: asked once for a request."""
    if not hasattr(user, "_unread_badge"):
        user._unread_badge = Notice.objects.badge(user)
    return user._unread_badge


def read_all(user, *, up_to):
    """Everything is read that ``user`` had before them: up to the newest notice of the page."""
    rows = Notice.objects.unread().filter(recipient=user, pk__lte=up_to)
    return rows.update(read_at=timezone.now())


def forget_old(user):
    old = Notice.objects.filter(recipient=user, read_at__lt=timezone.now() - KEPT)
    old.delete()


def _settle(story):
    """The story moved on: whoever was asked for a step and never looked need not any more."""
    Notice.objects.unread().about(story).filter(asks=True).delete()


def _asked(verb, story, actor):
    if verb not in _ASKS:
        return []
    return list(_ASKS[verb](story.section).exclude(pk=actor.pk if actor else None))


def _told(verb, story, actor, held_by):
    """Who holds the story, whose byline it has, who held or planned it: never the actor."""
    if verb not in _TELLS:
        return []
    concerned = Q(pk=story.reporter_id) | Q(pen_names__articles=story) | Q(pk=held_by)
    if verb == Verb.DISCARD:
        concerned |= Q(pk__in=User.objects.filter(plans_made__article=story).values("pk"))
    people = User.objects.filter(concerned, is_active=True, is_staff=True)
    ids = people.exclude(pk=actor.pk if actor else None).values("pk")
    return list(User.objects.filter(pk__in=ids))


def _mails(step, story, people):
    """A row each; what they say is written once for each language."""
    people = [person for person in people if person.email] if settings.MAIL_IS_ON else []
    paper = SiteSettings.load() if people else None
    for language in dict.fromkeys(person.language for person in people):
        with translation.override(language):
            words = _words(step, story, paper)
        for person in people:
            if person.language == language:
                yield mail.message(person.email, **words)


def _words(step, story, paper):
    context = {
        "step": step,
        "sentence": sentence(step),
        "story": story,
        "plan": Plan.objects.filter(article=story).first() if step.verb in _PLANNING else None,
        "paper": paper,
        "address": _absolute("admin:articles_article_change", story.pk),
        "settings_address": _absolute("admin:notice_settings"),
    }
    return {
        "subject": _("%(step)s: %(headline)s")
        % {"step": sentence(step), "headline": story.headline},
        "text": render_to_string("emails/notice.txt", context),
        "html": render_to_string("emails/notice.html", context),
    }


def _calls(step, story):
    url = SiteSettings.load().webhook_url
    if not url:
        return
    payload = {
        "verb": step.verb,
        "story": story.pk,
        "headline": story.headline,
        "status": status_key(story),
        "actor": step.actor_name,
        "url": absolute(story.get_absolute_url()) if story.is_live() else None,
        "at": step.at.isoformat(),
    }
    yield Delivery(
        channel=Channel.WEBHOOK, to=url, subject=f"{step.verb}: {story.headline}", payload=payload
    )


def _absolute(name, *args):
    return absolute(reverse(name, args=args))

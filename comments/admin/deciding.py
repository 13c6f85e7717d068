"""What a moderator does on the queue: each verb of ``moderation.py`` behind a button and a key.

A form without JavaScript is led back to its list; the script asks for JSON and stays where it is.
"""

import time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from cms.forms import is_id
from cms.text import prose

from .. import moderation, queues
from ..models import Block, Comment, Reason, Verb
from ..moderation import Result
from . import typed, undoing
from .asked import read
from .cards import cards, drawn

_MOST_WATCHED = 300
# Seconds of one request.
PATIENCE = 8
# Of those that were not decided so many are told one by one.
_MOST_TOLD = 5
_DONE = {
    Verb.APPROVE: ngettext_lazy(
        "%(count)s comment approved.", "%(count)s comments approved.", "count"
    ),
    Verb.REJECT: ngettext_lazy(
        "%(count)s comment rejected.", "%(count)s comments rejected.", "count"
    ),
    Verb.SPAM: ngettext_lazy(
        "%(count)s comment marked as spam.", "%(count)s comments marked as spam.", "count"
    ),
    Verb.REOPEN: ngettext_lazy(
        "%(count)s comment back in the queue.", "%(count)s comments back in the queue.", "count"
    ),
}
_DONE_ONE = {
    Verb.EDIT: gettext_lazy("The new words are kept; those of the reader are in the log."),
    Verb.KEEP: gettext_lazy("It stays as it is; the reports are closed."),
    Verb.MASK: gettext_lazy("The numbers are masked."),
    Verb.FORWARD: gettext_lazy("Passed to the newsroom, as a note on the story."),
    Verb.ANSWER: gettext_lazy("The paper’s reply is under the story."),
    Verb.PICK: gettext_lazy("It stands above the other comments of its story."),
    Verb.UNPICK: gettext_lazy("It stands among the other comments again."),
    Verb.UNDO: gettext_lazy("Undone."),
}
NO_REASON = gettext_lazy("Choose a reason for the rejection first; nothing was decided.")


class Refused(Exception):
    """What was sent cannot be done; the message is for the moderator."""


def _items(request):
    """``[(pk, version)]`` of the comment of the button, or of all that are ticked."""
    verb, _colon, item = request.POST.get("decide", "").partition(":")
    ticked = [item] if item else request.POST.getlist("item")
    pairs = [each.partition(":")[::2] for each in ticked]
    items = [(int(pk), int(version)) for pk, version in pairs if is_id(pk) and is_id(version)]
    if not items:
        raise Refused(_("Tick the comments first; nothing was decided."))
    return verb, items


def _text(request, name, pk):
    text = prose(request.POST.get(f"{name}-{pk}", ""))
    if not any(char.isalnum() for char in text):
        raise Refused(_("There is no text; nothing was changed."))
    return text


def _edited(request, pk, version):
    """The answer to another text, another name, or both."""
    text, name = _text(request, "text", pk), request.POST.get(f"name-{pk}", "")[:60]
    try:
        return moderation.edit(pk, version, text, request.user, name)
    except moderation.ReservedName:
        message = _("This name looks as if the paper itself had written; nothing was changed.")
        raise Refused(message) from None


def _act(request):
    """``(verb, answers)`` of what the posted button says."""
    verb, items = _items(request)
    pk, version = items[0]
    user, post = request.user, request.POST
    if verb in (Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REOPEN):
        name = f"-{pk}" if ":" in post.get("decide", "") else ""
        reason, note = post.get(f"reason{name}", ""), post.get(f"note{name}", "")
        if verb == Verb.REJECT and reason not in Reason.values:
            raise Refused(NO_REASON)
        return verb, moderation.decide(items, verb, user, reason, note[:200])
    if verb == Verb.EDIT:
        return verb, [_edited(request, pk, version)]
    if verb == Verb.KEEP:
        return verb, [moderation.keep(pk, version, user)]
    if verb in (Verb.PICK, Verb.UNPICK):
        return verb, [moderation.pick(pk, version, user, on=verb == Verb.PICK)]
    if verb == Verb.MASK:
        return verb, [moderation.mask(pk, version, user)]
    if verb == Verb.FORWARD:
        return verb, [moderation.forward(pk, version, user)]
    if verb == Verb.ANSWER:
        seen = post.get(f"seen-{pk}", "")
        seen = int(seen) if is_id(seen) else 0
        text = _text(request, "answer", pk)
        return verb, moderation.answer(pk, version, text, user, seen=seen)
    raise Refused(_("That was not understood; nothing was decided."))


class Deciding:
    """The addresses of the verbs, for the admin of comments."""

    def decide_view(self, request):
        """``decide=verb:id:version`` of a card; ``decide=verb`` for each ticked ``item``."""
        self.must_moderate(request)
        try:
            verb, answers = _act(request)
        except Refused as refused:
            return self._refuse(request, str(refused))
        return self._answer(request, verb, answers)

    def undo_view(self, request):
        """Takes back what this login did last; pressed again, what it did before that."""
        self.must_moderate(request)
        steps, answers = undoing.take(request.session), []
        if block := undoing.block_in(steps):
            return self._unblock(request, block)
        ends = time.monotonic() + PATIENCE
        while steps and (not answers or time.monotonic() < ends):
            answers.append(moderation.undo(steps.pop(0), request.user))
        undoing.remember(request.session, steps)
        if not answers:
            return self._refuse(request, _("There is nothing to undo."))
        return self._answer(request, Verb.UNDO, answers, left=len(steps))

    def block_view(self, request, pk):
        self.must_moderate(request)
        kind = request.POST.get(f"kind-{pk}", "")
        if kind not in Block.Kind.values:
            return self._refuse(request, _("Choose what is to be blocked."))
        blocked = moderation.block(pk, kind, request.user)
        if not blocked:
            text = _("The contact of this comment was erased.")
            return self._tell(request, text, messages.WARNING)
        block, is_new = blocked
        if not is_new:
            text = _("The sender was on the block list already.")
            return self._tell(request, text, messages.INFO)
        undoing.remember_block(request.session, block.pk)
        text = _("The sender is on the block list: what comes from there is flagged.")
        return self._tell(request, text, messages.SUCCESS)

    def _unblock(self, request, pk):
        """Also a colleague may have taken it off the list, or put it there anew, meanwhile."""
        if Block.objects.filter(pk=pk, actor=request.user).delete()[0]:
            return self._tell(request, _("The sender is blocked no more."), messages.SUCCESS)
        return self._refuse(request, _("This block was taken off the list already."))

    def state_view(self, request):
        """What changed among the comments on a screen (``on=id:version,…``), and all counts.

        ``query``: the queue that the screen shows; what is the newest is said of that one.
        """
        self.must_moderate(request)
        pairs = [each.partition(":")[::2] for each in request.GET.get("on", "").split(",")]
        seen = {int(pk): version for pk, version in pairs[:_MOST_WATCHED] if is_id(pk)}
        rows = Comment.objects.only("version").in_bulk(seen)
        changed = [pk for pk, row in rows.items() if str(row.version) != seen[pk]]
        asked = read(QueryDict(request.GET.get("query", "")))
        newest = asked.rows(request.user).aggregate(newest=Max("pk"))["newest"] or 0
        return JsonResponse(
            {
                "changed": self._drawn(request, changed),
                "gone": [pk for pk in seen if pk not in rows],
                "counts": queues.counts(request.user),
                "newest": newest,
            }
        )

    # --- Answers -------------------------------------------------------------------------

    def _answer(self, request, verb, answers, left=0):
        told = list(self._told(verb, answers))
        if verb != Verb.UNDO:
            undoing.remember(request.session, steps_of(answers))
        if left:
            text = _("%(count)s steps are left: undo once more.") % {"count": left}
            told.append((text, messages.WARNING))
        if _wants_json(request):
            return JsonResponse(
                {
                    "answers": [
                        {**vars(answer), "result": answer.result.name} for answer in answers
                    ],
                    "told": [str(text) for text, _level in told],
                    "good": all(answer.result == Result.DONE for answer in answers),
                    "cards": self._drawn(request, [answer.pk for answer in answers]),
                    "counts": queues.counts(request.user),
                }
            )
        done = all(answer.result == Result.DONE for answer in answers)
        return self._lead_on(request, told, verb if done else None)

    def _refuse(self, request, text):
        return self._tell(request, text, messages.ERROR)

    def _tell(self, request, text, level):
        if _wants_json(request):
            good = level <= messages.SUCCESS
            return JsonResponse({"told": [text], "good": good}, status=200 if good else 422)
        return self._lead_on(request, [(text, level)])

    def _lead_on(self, request, told, done=None):
        """Back to the list; to the comment, if words were typed that no step has taken."""
        self._say(request, told)
        comment, words = typed.left(request.POST, done)
        if not words:
            return HttpResponseRedirect(back(request))
        text = _("What you typed is still here: send it again, or copy it.")
        self.message_user(request, text, messages.WARNING)
        return self.page_of(request, comment, words)

    def _drawn(self, request, pks):
        rows = Comment.objects.filter(pk__in=pks)
        rows = list(rows.select_related("article__section", "parent"))
        query = request.POST.get("query", "") or request.GET.get("query", "")
        return [
            {
                "pk": card.comment.pk,
                "waits": bool(card.waits),
                "version": card.comment.version,
                "status": card.comment.get_status_display(),
                "by": card.last.actor_name if card.last else "",
                "html": drawn(card, request, query),
            }
            for card in cards(rows)
        ]

    def note(self, request, verb, answers):
        self._say(request, self._told(verb, answers))

    def _say(self, request, told):
        for text, level in told:
            self.message_user(request, text, level)

    def _told(self, verb, answers):
        done = sum(answer.result == Result.DONE for answer in answers)
        if done and verb in _DONE:
            yield _DONE[verb] % {"count": done}, messages.SUCCESS
        elif done:
            yield _DONE_ONE[verb], messages.SUCCESS
        left = [answer for answer in answers if answer.result != Result.DONE]
        for answer in left[:_MOST_TOLD]:
            if answer.result == Result.ALREADY:
                text = _("Comment %(pk)s: %(name)s had decided on it already; nothing was changed.")
                yield text % {"pk": answer.pk, "name": answer.by}, messages.WARNING
            elif answer.result == Result.IDLE:
                text = _("Comment %(pk)s: there was nothing to do.")
                yield text % {"pk": answer.pk}, messages.WARNING
            else:
                text = _("Comment %(pk)s changed in the meantime; look at it again.")
                yield text % {"pk": answer.pk}, messages.WARNING
        if len(left) > _MOST_TOLD:
            text = _("On %(count)s more nothing was decided either.")
            yield text % {"count": len(left) - _MOST_TOLD}, messages.WARNING

    def must_moderate(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


def steps_of(answers):
    """The keys of the decisions that were written."""
    return [answer.decision for answer in answers if answer.decision]


def _wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def back(request):
    """The list the decision was taken on, with its filters."""
    query = request.POST.get("query", "")
    return reverse("admin:comments_comment_changelist") + (f"?{query}" if query else "")

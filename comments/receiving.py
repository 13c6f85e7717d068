"""How a form comes in, of a comment or of the report of an error: nothing typed is ever lost.

Ticket, fields, verification, and the one transaction that stores it. Whatever is missing leads to
the same form with everything in it.
"""

from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render

from cms.client_ip import client_ip
from cms.origin import is_foreign

from . import browser, confirming, hours, posting, senders, verification
from . import hints as hinting
from .forms import BODY_LIMIT
from .own_addresses import address


@dataclass(frozen=True)
class Door:
    """What differs between a comment and the report of an error."""

    template: str
    # For `posting.post`.
    stored_as: dict = field(default_factory=dict)
    by_mail: bool = True
    # Whether the browser it came from keeps it among its own.
    is_kept: bool = True


COMMENT = Door("comments/form.html")


def receive(request, article, form, door=COMMENT):
    """Stores what was sent and says so, or shows the form again with what is missing."""
    try:
        ticket = verification.ticket.read(request.POST.get("ticket", ""), article.pk)
        expired = False
    except verification.TicketExpired as error:
        ticket, expired = error.ticket, True
    except verification.TicketInvalid:
        return ask(request, article, form, door)
    if is_foreign(request):
        return ask(request, article, form, door)
    if not form.is_valid():
        if expired:
            return ask(request, article, form, door, fallback=ticket.fallback)
        offer = verification.again(request.POST["ticket"], ticket)
        return page(request, article, form, offer, door=door, status=422)
    try:
        # Sent twice, or again from yesterday's page: the first answer once more.
        of_reports = door.stored_as.get("for_newsroom", False)
        stored = posting.stored_before(ticket, form.cleaned_data, for_newsroom=of_reports)
        if stored is None and expired:
            return ask(request, article, form, door, fallback=ticket.fallback)
        if stored is None:
            stored, refusal = _store(request, article, form, ticket, door)
            if refusal:
                return refusal
    except posting.Spent:
        return ask(request, article, form, door)
    response = HttpResponseRedirect(address(stored), status=303)
    if door.is_kept:
        browser.add(request, response, stored)
        browser.remember(request, response, form.cleaned_data)
    return response


def _store(request, article, form, ticket, door):
    """``(what was stored, None)``, or ``(None, the form once more)``."""
    data = form.cleaned_data
    outcome = verification.check(
        request.POST,
        ticket,
        client_ip=client_ip(request),
        host=_host(request),
        level=senders.level(data["email"], browser.own(request)),
    )
    by_mail = door.by_mail and "by_mail" in request.POST
    if isinstance(outcome, verification.Passed):
        store = partial(posting.post, article, data, ticket, outcome, **door.stored_as)
    elif by_mail and confirming.may_ask(data["email"]):
        store = partial(confirming.ask, article, data, ticket)
    else:
        problem = confirming.TOO_MANY if by_mail else outcome.message
        how = {"fallback": outcome.needs_fallback, "level": outcome.level, "problem": problem}
        return None, ask(request, article, form, door, **how)
    return store(posting.Sender.of(request), parent=form.parent), None


def _host(request):
    """The name this reader knows the site by, one of ALLOWED_HOSTS."""
    return urlsplit(f"//{request.get_host()}").hostname


def ask(request, article, form, door=COMMENT, *, fallback=False, level=0, problem=""):
    """The same form with everything typed, and the verification as the one thing missing."""
    offer = verification.offer(article.pk, fallback=fallback, level=level, typed=True)
    form.is_valid()
    form.hints = list(hinting.hints(form.cleaned_data.get("body", "")))
    # The page computes and sends by itself what only lacks a harder proof.
    shown = {"door": door, "problem": problem, "checking": True, "again": level > 0}
    return page(request, article, form, offer, **shown)


def page(request, article, form, offer=None, *, door=COMMENT, problem="", status=200, **shown):
    """``shown``: checking, again and closed, as the template has them."""
    checking = shown.get("checking", False)
    context = {
        "article": article,
        "form": form,
        "offer": offer,
        "proof": request.POST.get("proof", "") if not checking else "",
        "problem": problem,
        "limit": BODY_LIMIT,
        "hint": hinting,
        "later": hours.later(),
        "by_mail": door.by_mail and settings.MAIL_IS_ON,
        **shown,
    }
    response = render(request, door.template, context, status=status)
    if offer and offer.recaptcha:
        response._csp_update = verification.recaptcha.content_policy()
    return response

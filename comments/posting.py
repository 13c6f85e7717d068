"""The one path by which a comment comes in: form, verification, screening, one transaction."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.client_ip import client_ip, network_of
from cms.models import SiteSettings

from . import alike, digests, notices, screening
from .models import Comment, Contact, Finding, Status


class Spent(Exception):
    """The ticket has stored another text already; the sender needs a new one."""


@dataclass(frozen=True)
class Sender:
    """What is kept of where a comment came from."""

    ip_network: str
    user_agent: str

    @classmethod
    def of(cls, request):
        return cls(network_of(client_ip(request)), request.META.get("HTTP_USER_AGENT", "")[:300])


def stored_before(ticket, data, *, for_newsroom=False):
    """The comment that this ticket stored, if the same person sends the same text again.

    Raises `Spent` when the ticket stored something else.
    """
    comment = Comment.objects.filter(nonce=ticket.nonce).first()
    if comment is None:
        return None
    sent = (data["name"], data["body"], for_newsroom)
    if (comment.name, comment.body, comment.for_newsroom) != sent:
        raise Spent
    return comment


def post(
    article,
    data,
    ticket,
    passed,
    sender,
    *,
    parent=None,
    status=Status.PENDING,
    for_newsroom=False,
    also=None,
):
    """Stores a comment that passed the form and the verification; returns it.

    ``data`` is the form's cleaned data, ``passed`` the outcome of the verification. Sent twice,
    however concurrently, the same text is one row: the ticket's nonce is unique. ``also`` is given
    the comment within the transaction that stores it.
    """
    draft = screening.Draft(
        article_id=article.pk,
        name=data["name"],
        body=data["body"],
        honeypot=data.get("website", ""),
        issued=ticket.issued,
        typed=ticket.typed,
        weak=passed.weak,
        email=data["email"],
        network=sender.ip_network,
    )
    findings = screening.screen(draft)
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                article=article,
                parent=parent,
                status=status,
                for_newsroom=for_newsroom,
                name=data["name"],
                body=data["body"],
                nonce=ticket.nonce,
                alike_id=screening.cluster(findings),
                weight=sum(finding.weight for finding in findings),
                verification={"method": passed.method, "weak": passed.weak, **passed.evidence},
            )
            Contact.objects.create(
                comment=comment,
                email=data["email"],
                ip_network=sender.ip_network,
                user_agent=sender.user_agent,
                consent_version=SiteSettings.load().consent_version,
                consented_at=timezone.now(),
                wants_notices=data.get("notices", False),
            )
            if status != Status.UNCONFIRMED:
                alike.join(comment)
                notices.arrived(data["email"], wanted=data.get("notices", False))
            for finding in findings:
                finding.comment = comment
            Finding.objects.bulk_create(findings)
            digests.flooded(comment, findings)
            if also:
                also(comment)
    except IntegrityError:
        comment = stored_before(ticket, data, for_newsroom=for_newsroom)
        if comment is None:
            raise
    return comment

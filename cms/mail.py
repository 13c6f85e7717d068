"""Mail of this site: one message as a row of the outbox, and what sends such rows."""

import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.text import Truncator

from .delivery import Channel, Delivery, Unreachable

_LONGEST_SUBJECT = 250
# No out-of-office answers, please.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def message(to, *, subject, text, html, **more):
    """A row for the outbox. ``headers`` are added to those that every mail of ours has."""
    payload = {"text": text, "html": html, **more}
    subject = Truncator(subject).chars(_LONGEST_SUBJECT)
    return Delivery(channel=Channel.MAIL, to=to, subject=subject, payload=payload)


class Mailer:
    """Sends rows over one connection, opened when there is a first one."""

    def __enter__(self):
        self.connection = None
        return self.send

    def __exit__(self, *exception):
        if self.connection is not None:
            self.connection.close()

    def send(self, row):
        if not settings.MAIL_IS_ON:
            raise Unreachable("EMAIL_URL")
        try:
            self._open()
            self._message(row).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            self._reset()
            raise  # this one alone
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_reason(error)) from error

    def _open(self):
        if self.connection is None:
            self.connection = get_connection()
            self.connection.open()

    def _reset(self):
        """What a server thinks of a refused message must not meet the next one."""
        connection, self.connection = self.connection, None
        connection.close()

    def _message(self, row):
        from .models import SiteSettings

        paper = SiteSettings.load()
        mail = EmailMultiAlternatives(
            subject=row.subject,
            body=row.payload["text"],
            from_email=formataddr((paper.name, settings.DEFAULT_FROM_EMAIL)),
            to=[row.to],
            reply_to=[paper.email] if paper.email else None,
            headers={**_HEADERS, **row.payload.get("headers", {})},
            connection=self.connection,
        )
        mail.attach_alternative(row.payload["html"], "text/html")
        return mail


def _reason(error):
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        text = text.decode(errors="replace") if isinstance(text, bytes) else text
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__

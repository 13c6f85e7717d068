"""A reader of the paper who comments, with and without JavaScript."""

import altcha
from django.test import Client
from django.urls import reverse

from comments import posting
from comments.verification import Passed, question, ticket
from tests import factories
from tests.page import Page

TYPED = {
    "name": "Nguyễn Văn Hòa",
    "email": "hoa@example.org",
    "body": "Chuyến tàu này tôi chờ đã lâu.\n\nCảm ơn tòa soạn.",
    "consent": "on",
}


def post(body="Chờ tàu đã lâu.", *, story=None, weak=False, **changes):
    """Stores a comment, past the form and its verification."""
    story = story or factories.story()
    given = ticket.read(ticket.issue(story.pk), story.pk)
    data = {"name": "Hòa", "email": "hoa@example.org", "body": body, **changes}
    sender = posting.Sender("203.0.113.0/24", "")
    return posting.post(story, data, given, Passed("question", weak=weak), sender)


def solved(challenge):
    """The proof for a challenge as JSON, by altcha's own solver."""
    parsed = altcha.Challenge.from_dict(challenge)
    return altcha.Payload(parsed, altcha.solve_challenge(parsed)).to_base64()


class Reader:
    """Opens the form of a story, fills it in, sends it; keeps the last page it got."""

    def __init__(self, article, **client):
        self.client = Client(**client)
        self.article = article
        self.address = reverse("comments:form", args=[article.pk])
        self.page = None

    def opens_the_form(self):
        return self._sees(self.client.get(self.address))

    def opens_the_story(self):
        return self._sees(self.client.get(self.article.get_absolute_url()))

    def sends(self, changes=None, *, follow=False, headers=None, **typed):
        """Fills in what is given and presses the button of the form on the page."""
        data = {**self.page.form(self.address), **typed, **(changes or {})}
        data = {name: value for name, value in data.items() if value is not None}
        response = self.client.post(self.address, data, follow=follow, headers=headers)
        return self._sees(response)

    def answer(self):
        """The answer to the question on the page."""
        given = self.ticket()
        numbers = (str(number) for number in range(20))
        return next(n for n in numbers if isinstance(question.check(n, given), Passed))

    def ticket(self):
        return ticket.read(self.page.form(self.address)["ticket"], self.article.pk)

    def computes(self):
        """What the script of the page does: ``ticket`` and ``proof`` for the form."""
        url = reverse("comments:challenge", args=[self.article.pk])
        carried = self.page.form(self.address).get("ticket", "")
        made = self.client.get(url, {"ticket": carried}).json()
        return {"ticket": made["ticket"], "proof": solved(made["challenge"])}

    def _sees(self, response):
        if response.content:
            self.page = Page(response)
        return response

"""What a reader on a slow network waits for."""

import re
from gzip import compress

import pytest
import requests

from cms.demo.markup import to_html
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BUDGET = 60_000


def test_a_long_story_weighs_less_than_its_budget_without_photo_and_fonts(live_server):
    paragraph = "Thời gian qua, các cấp ủy cơ sở đã thực hiện nghiêm túc, hiệu quả, đúng tiến độ. "
    body = to_html("\n\n".join(f"{number} {paragraph * 12}" for number in range(12)))
    story = factories.story(
        body=body, lead_photo=factories.photo(), lead_credit="Ảnh: Mỹ Lệ", lead_alt="Hội trường"
    )
    for _ in range(20):
        factories.comment(story)
    page = requests.get(live_server.url + story.get_absolute_url(), timeout=30)
    assert page.headers["Content-Encoding"] == "gzip"
    weight = len(compress(page.content))
    parts = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.text)
    assert parts
    for address in parts:
        # As the static files of production are sent.
        weight += len(compress(requests.get(live_server.url + address, timeout=30).content))
    assert weight < BUDGET

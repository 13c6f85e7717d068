"""A story on a page of its own, as a librarian files it."""

import re

import pytest
from django.utils import timezone

from articles import corrections, workflow
from articles.models import Withdrawal
from cms.models import SiteSettings
from tests import factories

from .desk import seen, vi
from .test_pages import in_order

pytestmark = pytest.mark.django_db


def printed(client, story):
    response = client.get(story.get_print_url())
    assert response.status_code == 200
    return response


def test_the_sheet_says_what_it_is_when_it_was_from_whom_and_where_it_stands(client, story):
    SiteSettings(name="Báo Hải Đăng", licence="Giấy phép số 12/GP-BTTTT").save()
    editor = factories.managing_editor()
    corrections.add(story, editor, kind="erratum", text="Tàu chạy lúc bảy giờ.")
    now = timezone.localtime()
    assert in_order(
        seen(printed(client, story)),
        "Báo Hải Đăng",
        "Đường sắt Hà Nội được mở lại",
        vi("Published"), "Thứ ba, 26/11/2019 12:13",
        "Thời sự › Đô thị",
        "Trần Bình, Đỗ An",
        "Theo TTXVN",
        f"http://testserver{story.get_absolute_url()}",
        "(HĐ) - Chuyến tàu đầu tiên rời ga lúc sáu giờ.",
        f"{now:%d/%m/%Y}", "Tàu chạy lúc bảy giờ.",
        "Ga Hà Nội sáng nay (Ảnh: Mỹ Lệ)",
        "Hành khách đông.",
        "Giấy phép số 12/GP-BTTTT",
    )  # fmt: skip


def test_nothing_stands_around_the_story(client, story):
    factories.comment(story, body="Tôi đã đi chuyến này")
    factories.story(headline="Một bài khác", section=story.section)
    page = printed(client, story)
    assert "Tôi đã đi chuyến này" not in page.text
    assert "Một bài khác" not in page.text
    assert "<nav" not in page.text
    assert "<form" not in page.text


def test_search_engines_are_led_to_the_story_itself(client, story):
    page = printed(client, story).text
    assert '<meta name="robots" content="noindex">' in page
    address = f"http://testserver{story.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in page


def test_the_way_there_and_back(client, story):
    page = client.get(story.get_absolute_url()).text
    assert re.search(rf'href="{story.get_print_url()}"[^>]*>{vi("Print the story")}<', page)
    assert f'href="{story.get_absolute_url()}"' in printed(client, story).text


def test_another_section_or_slug_leads_to_the_one_address(client, story):
    answer = client.get(f"/x/y-{story.pk}/in/")
    assert (answer.status_code, answer["Location"]) == (301, story.get_print_url())
    assert answer["Cache-Control"] == "max-age=300"


def test_a_story_gone_for_good_is_gone_here_too_until_it_is_put_back(client, story):
    editor = factories.managing_editor()
    workflow.withdraw(story, editor, kind=Withdrawal.FINAL, reason="Tòa yêu cầu")
    assert client.get(story.get_print_url()).status_code == 410
    workflow.put_back(story, editor, reason="Nhầm")
    printed(client, story)


def test_the_sheet_costs_few_queries(client, story, django_assert_max_num_queries):
    printed(client, story)
    with django_assert_max_num_queries(5):
        printed(client, story)

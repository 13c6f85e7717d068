"""23:00: a publisher takes a story off the site from a phone, and puts it back in the morning."""

import re

import pytest

from articles import corrections
from articles.models import Takedown
from cms.roles import Role
from tests import factories

from .test_journey import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_from_a_pasted_address_to_gone_and_back(new_page, live_server):
    publisher = factories.user(Role.PUBLISHER, username="bbt")
    photo = factories.photo(factories.picture_file((640, 480)))
    words = {"lead_photo": photo, "lead_credit": "Ảnh: A", "lead_alt": "Cảnh"}
    story = factories.story(headline="Tàu đêm gặp nạn", **words)
    corrections.add(story, factories.superuser(), kind="erratum", text="Tàu số 7, không phải số 9.")
    address = live_server.url + story.get_absolute_url()

    reader = new_page(width=390, height=800)
    reader.goto(address)
    picture = reader.locator("figure img").evaluate("image => image.currentSrc")
    assert reader.request.get(picture).status == 200
    lists = ["/", story.section.get_absolute_url(), "/tim-kiem/?q=tau+dem", "/dinh-chinh/"]

    def text_of(address):
        return re.sub("</?mark>", "", reader.request.get(address).text())

    def where_it_stands():
        return [path for path in lists if "Tàu đêm gặp nạn" in text_of(live_server.url + path)]

    assert where_it_stands() == lists

    # On the phone: header, paste, how, who, why.
    phone = new_page(width=390, height=800)
    log_in(phone, publisher)
    phone.get_by_role("link", name="Gỡ bài").first.click()
    phone.get_by_label("Dán địa chỉ bài").fill(address)
    phone.keyboard.press("Enter")
    phone.get_by_text("1 ảnh ngừng phục vụ").wait_for()
    target = phone.get_by_label("Chuyển bạn đọc tới")
    assert not target.is_visible()
    phone.get_by_label("Gỡ hẳn").check()
    assert target.is_visible()
    phone.get_by_label("Bên yêu cầu").fill("Sở Văn hóa")
    phone.get_by_label("Lý do").fill("Sai sự thật")
    wide = phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    phone.get_by_role("button", name="Gỡ", exact=True).click()
    phone.get_by_text("bạn đọc không còn thấy bài").wait_for()
    assert not wide

    # Gone: the story, its place in every list, its picture.
    answer = reader.request.get(address)
    assert answer.status == 410
    assert "Tàu đêm" not in answer.text()
    assert "Sở Văn hóa" not in answer.text()
    assert where_it_stands() == []
    assert reader.request.get(picture).status == 404
    assert Takedown.objects.get().requester == "Sở Văn hóa"

    # Put back, who asked for it in sight: everything is there again, the picture elsewhere.
    phone.get_by_role("button", name="Đăng lại").click()
    phone.get_by_text("Sở Văn hóa").wait_for()
    phone.get_by_role("button", name="Đăng lại").click()
    phone.locator(".messagelist .success").wait_for()
    reader.goto(address)
    again = reader.locator("figure img").evaluate("image => image.currentSrc")
    assert reader.request.get(again).status == 200
    assert again != picture
    assert reader.request.get(picture).status == 404
    assert where_it_stands() == lists

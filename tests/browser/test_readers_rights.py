"""What a reader presses on the pages behind mailed links, in a real browser: it is done."""

import pytest

from comments import confirming, privacy, reader_mail
from comments.models import Comment, Contact, PrivacyRequest, ReaderAddress, Status
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
EMAIL = "hoa@example.org"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_IS_ON = True


@pytest.fixture
def rows():
    story = factories.story()
    return [
        factories.comment(story, Status.PENDING, body=f"Bình luận {number}", email=EMAIL)
        for number in range(3)
    ]


@pytest.fixture
def address(settings, live_server):
    settings.SITE_URL = live_server.url
    return reader_mail.address_of(EMAIL)


def test_mail_is_agreed_to_stopped_and_agreed_to_again(new_page, address):
    page = new_page(width=390)
    page.goto(reader_mail.link(address, "confirm_mail"))
    stop = page.get_by_role("button", name="Ngừng gửi thư cho tôi")
    again = page.get_by_role("button", name="Gửi thư lại cho tôi")
    page.get_by_role("button", name="Có, hãy gửi thư cho tôi").click()
    page.get_by_text("Chúng tôi gửi thư tới địa chỉ này").wait_for()
    assert ReaderAddress.objects.get().wants_mail
    stop.click()
    again.wait_for()
    assert not ReaderAddress.objects.get().wants_mail
    again.click()
    stop.wait_for()
    assert ReaderAddress.objects.get().wants_mail


def test_each_right_of_a_reader_is_a_press(new_page, address, rows):
    page = new_page(width=390)
    page.goto(f"/rieng-tu/{privacy.token(address)}/")
    page.get_by_label("Sai ở đâu, đúng ra là thế nào?").fill("Tôi tên là Hoà")
    page.get_by_role("button", name="Yêu cầu sửa").click()
    page.get_by_role("status").wait_for()
    assert PrivacyRequest.objects.open().get().words == "Tôi tên là Hoà"
    page.locator(f"#binh-luan-{rows[0].pk}").get_by_role("button").click()
    page.get_by_role("status").wait_for()
    assert Comment.objects.get(pk=rows[0].pk).body == ""
    page.locator("#sure-consent").check()
    page.get_by_role("button", name="Rút lại sự đồng ý").click()
    page.get_by_role("heading", name="Đã").wait_for()
    assert not Contact.objects.exists()
    assert Comment.objects.get(pk=rows[1].pk).status == Status.WITHDRAWN


def test_everything_is_erased_by_a_press(new_page, address, rows):
    page = new_page()
    page.goto(f"/rieng-tu/{privacy.token(address)}/")
    page.locator("#sure-erase").check()
    page.get_by_role("button", name="Xóa tất cả").click()
    page.get_by_role("heading", name="Đã").wait_for()
    assert set(Comment.objects.values_list("body", flat=True)) == {""}


def test_a_comment_is_confirmed_by_a_press(new_page, live_server):
    comment = factories.comment(factories.story(), Status.UNCONFIRMED, email=EMAIL)
    page = new_page()
    page.goto(confirming.address(comment))
    page.get_by_role("button", name="Đúng, tôi đã gửi").click()
    page.get_by_role("heading", name="Cảm ơn").wait_for()
    assert Comment.objects.get().status == Status.PENDING

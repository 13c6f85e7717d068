"""A publisher, a phone, a lost phone: both steps of the login in a real browser."""

import re
from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import call_command

from cms.roles import Role
from tests import factories
from tests.cms.phone import Phone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def log_in(page, password=factories.PASSWORD):
    page.get_by_label("Tên đăng nhập").fill("bbt")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_a_publisher_sets_up_a_phone_loses_it_and_is_let_in_again(new_page, live_server, settings):
    settings.STAFF_2FA = True
    factories.user(Role.PUBLISHER, username="bbt", full_name="Lê Thị Ánh")

    # The first login leads to the set-up, whatever was asked for.
    page = new_page(width=390, height=800)
    page.goto("/admin/cms/event/")
    log_in(page)
    page.get_by_role("heading", name="Thiết lập xác thực hai bước").wait_for()
    picture = page.get_by_alt_text("Mã QR")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_text("Hoặc nhập khóa bằng tay").click()
    phone = Phone(page.locator(".key").inner_text())
    page.get_by_label("Mã điện thoại đang hiện").fill(phone.code())
    page.get_by_role("button", name="Thiết lập xác thực hai bước").click()
    # The button comes with the codes, and is waited for: a list that is read is not.
    page.get_by_role("button", name="In", exact=True).wait_for()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="Tôi đã cất mã").click()
    page.get_by_role("heading", name="Nhật ký").wait_for()
    assert "Bật xác thực hai bước" in page.locator(".log").inner_text()

    # On another device the phone is not at hand: a recovery code does, once.
    other = new_page()
    other.goto("/admin/")
    log_in(other)
    code = other.get_by_label("Mã trên điện thoại hoặc mã dự phòng")
    code.fill("000000")
    other.get_by_role("button", name="Tiếp tục").click()
    other.get_by_text("Mã không đúng").wait_for()
    code.fill(codes[0])
    other.get_by_role("button", name="Tiếp tục").click()
    other.get_by_text("còn 9 mã").wait_for()
    other.goto("/admin/account/")
    assert other.get_by_text("thiết bị này").is_visible()
    other.get_by_role("button", name="Kết thúc", exact=True).click()
    other.get_by_text("Đã kết thúc 1 phiên").wait_for()
    page.reload()
    page.get_by_label("Tên đăng nhập").wait_for()

    # Phone, codes and password are gone: the operator lets the publisher in.
    out = StringIO()
    call_command("let_in", "bbt", stdout=out)
    link = re.search(rf"{project.SITE_URL}(\S+)", out.getvalue())[1]
    page.goto(link)
    page.get_by_label("Mật khẩu mới", exact=False).first.fill("mat-khau-dat-lai")
    page.locator("#id_new_password2").fill("mat-khau-dat-lai")
    page.get_by_role("button", name="Đặt mật khẩu mới").click()
    page.get_by_text("Đã đặt mật khẩu mới").wait_for()
    log_in(page, "mat-khau-dat-lai")
    page.get_by_role("heading", name="Thiết lập xác thực hai bước").wait_for()
    other.reload()
    other.get_by_label("Tên đăng nhập").wait_for()

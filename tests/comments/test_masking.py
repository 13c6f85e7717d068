"""Numbers that lead to a person, masked where they stand."""

import time

import pytest

from comments.forms import BODY_LIMIT
from comments.masking import masked, places

MASKED = {
    "Gọi 0912345678 ngay": "Gọi •••••••••• ngay",
    "Gọi 0912 345 678, hoặc 028-3822-1234": "Gọi •••• ••• •••, hoặc •••-••••-••••",
    "+84 912.345.678": "+•• •••.•••.•••",
    "0.9.1.2.3.4.5.6.7.8": "•.•.•.•.•.•.•.•.•.•",
    "０９１２３４５６７８": "••••••••••",
    "O9l2 345 67o": "•••• ••• •••",
    "CCCD 031203004567 của tôi": "CCCD •••••••••••• của tôi",
    "cmnd: 123 456 789": "cmnd: ••• ••• •••",
    "STK 0123 4567 8901 Vietcombank": "STK •••• •••• •••• Vietcombank",
    "MoMo 0912345678": "MoMo ••••••••••",
}
KEPT = [
    "",
    "Nghị định 147/2024/NĐ-CP ngày 9/11/2024",
    "giá 1.250.000.000 đồng, 84.000.000.000 đồng",
    "Tài khoản của tôi bị trừ 10.000.000 đồng từ 26.11.2019",
    "phạt 100.000.000 đồng người cho mượn căn cước, 100.000.000 đồng",
    "Các trận 0-0, 2-1, 1-1 và 3-2; 0-0 2-1 1-1 3-2 1-0",
    "Tổng đài 1900 1234 và 1800 599 920, cứu hỏa 114",
    "tỷ lệ 0.123456789 và 3.0912345678",
    "biển số 30A-123.45, năm 2019 2020 2021",
]


@pytest.mark.parametrize(("text", "shown"), MASKED.items(), ids=list(MASKED))
def test_each_digit_of_such_a_number_becomes_a_dot_and_the_rest_stays(text, shown):
    assert masked(text) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay_as_they_are(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    "text", ["0" * BODY_LIMIT, "0 " * 1_000, "o0l" * 600, "stk" * 600, "0-" * 999]
)
def test_no_text_keeps_it_busy(text):
    started = time.process_time()
    list(places(text))
    masked(text)
    assert time.process_time() - started < 0.1

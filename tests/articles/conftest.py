"""A story with everything a story can have."""

import pytest

from tests import factories


@pytest.fixture
def station(db):
    return factories.photo(factories.picture_file((640, 480)))


@pytest.fixture
def story(station):
    top = factories.section("Thời sự")
    return factories.story(
        kicker="Giao thông",
        headline="Đường sắt Hà Nội được mở lại",
        mark="HĐ",
        standfirst="Chuyến tàu đầu tiên rời ga lúc sáu giờ.",
        body="<h2>Trong ga</h2><p>Hành khách <strong>đông</strong>.</p>",
        section=factories.section("Đô thị", parent=top),
        lead_photo=station,
        lead_caption="Ga Hà Nội sáng nay",
        lead_credit="Ảnh: Mỹ Lệ",
        lead_alt="Sân ga đông người",
        authors=[factories.author("Trần Bình"), factories.author("Đỗ An")],
        topics=[factories.topic("Đường sắt"), factories.topic("Hà Nội")],
        source="Theo TTXVN",
        published_at="2019-11-26T12:13:00+07:00",
    )

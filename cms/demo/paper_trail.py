"""A correction that readers see, and a request that waits in the takedown register."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from articles import corrections, takedowns
from articles.models import Article, Correction, CorrectionKind, Deadline, Takedown


def load(staff):
    stories = list(Article.objects.live().for_list()[3:5])
    if len(stories) < 2:
        return
    if not Correction.objects.exists():
        corrections.add(
            stories[0],
            staff["thuky"],
            kind=CorrectionKind.ERRATUM,
            text="Bản đăng đầu tiên ghi nhầm chức danh của một nhân vật. Tòa soạn đã sửa lại "
            "và xin lỗi bạn đọc.",
        )
    if not Takedown.objects.open().exists():
        takedowns.enter(
            staff["thuky"],
            address=urljoin(settings.SITE_URL, stories[1].get_absolute_url()),
            requester="Một bạn đọc có tên trong bài",
            reason="Đề nghị gỡ vì ảnh chụp khi chưa được đồng ý.",
            hours=Deadline.COMPLAINT,
            received_at=timezone.now() - timedelta(hours=3),
        )

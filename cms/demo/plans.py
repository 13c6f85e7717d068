"""What the demo newsroom has planned, and what one shift told the next."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import handover, planning, workflow
from articles.models import Article, HandoverNote, Section

# Key, working title, section, who writes it, hours from now (None: no time), photo, brief.
PLANS = [
    (
        "cho-ca",
        "Chợ cá Hải Đăng trước mùa biển động",
        "thoi-su",
        "phongvien",
        -2,
        "Mỹ Lệ: chợ lúc 4 giờ sáng, một ảnh đứng",
        "Hỏi ban quản lý chợ và hai chủ vựa; giá so với tuần trước.",
    ),
    (
        "hop-dong-nhan-dan",
        "Hội đồng nhân dân thành phố họp về học phí",
        "thoi-su",
        "phongvien2",
        5,
        "Ảnh hội trường, xin của văn phòng HĐND",
        "",
    ),
    (
        "doi-bong",
        "Đội bóng thành phố trước trận cuối",
        "the-thao",
        "phongvien",
        27,
        "",
        "Phỏng vấn huấn luyện viên sau buổi tập, khoảng 600 chữ.",
    ),
    ("ho-so-bien", "Hồ sơ: mười năm lấn biển", "kinh-te", "bientapvien", None, "", ""),
]
NOTE = (
    "Bão số 9 đổi hướng: xem lại bản tin lúc 22:00 với đài khí tượng.\n"
    "Bài giá gạo đã duyệt, chờ ảnh của Mỹ Lệ rồi mới đăng."
)


def load(staff):
    for key, title, section, who, hours, photo, brief in PLANS:
        legacy_id = f"demo:plan-{key}"
        if not Article.objects.filter(legacy_id=legacy_id).exists():
            words = planning.Words(
                headline=title,
                section=Section.objects.filter(slug=section).first(),
                reporter=staff[who],
                due_at=_in(hours),
                photo_order=photo,
                brief=brief,
            )
            _plan(words, staff["thuky"], legacy_id)
    if not HandoverNote.objects.exists():
        handover.write(NOTE, staff["thuky"], base=0)


@transaction.atomic
def _plan(words, planner, legacy_id):
    story = workflow.plan(words, planner)
    Article.objects.filter(pk=story.pk).update(legacy_id=legacy_id)


def _in(hours):
    """A quarter of an hour, as people agree on times."""
    if hours is None:
        return None
    moment = timezone.now() + timedelta(hours=hours)
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)

"""How much spam screening finds, and how many ordinary comments it holds: measured, with floors.

python -m pytest tests/comments/test_spam_set.py -s        prints both for each kind
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.text import prose
from comments import screening, starter_words
from comments.models import WatchWord
from comments.models.comment import FLAGGED
from tests import factories

from . import reader, spam_set

pytestmark = pytest.mark.django_db


def weight(text, **changes):
    """What is found in a comment as the form passes it on."""
    draft = {"issued": timezone.now() - timedelta(minutes=5), "weak": False, **changes}
    draft = screening.Draft(1, "Hòa", prose(text), "", **draft)
    return sum(finding.weight for finding in screening.screen(draft))


def measured(title, texts):
    """Share of flagged ones, of all and by kind; ``texts``: ``(kinds, text)``."""
    flagged, all_of = Counter(), Counter()
    for kinds, text in texts:
        kinds = ("ALL", *kinds)
        all_of.update(kinds)
        if weight(text) >= FLAGGED:
            flagged.update(kinds)
    shares = {kind: flagged[kind] / all_of[kind] for kind in all_of}
    print(f"\n{title}")
    for kind, share in shares.items():
        print(f"  {kind:24}{flagged[kind]:5} of {all_of[kind]:5}{share:8.1%}")
    return shares


def spam(templates):
    return (((kind, name), text) for kind, name, text in spam_set.spam(templates, rounds=1))


@pytest.fixture(autouse=True)
def _words(db):
    starter_words.add(in_use=True)


def test_nearly_all_spam_is_flagged_of_each_kind_and_in_each_disguise():
    found = measured("Spam flagged", spam(spam_set.SPAM))
    assert found.pop("ALL") >= 0.98
    assert min(found.values()) >= 0.95, found


def test_most_spam_is_flagged_that_the_words_do_not_know():
    found = measured("Unseen spam flagged", spam(spam_set.UNSEEN))
    assert found.pop("ALL") >= 0.90
    assert min(found.values()) >= 0.70, found


def test_ordinary_comments_are_hardly_ever_flagged():
    texts = [((kind,), text) for kind, text in spam_set.ordinary()]
    held = measured("Ordinary comments flagged", texts)
    assert len(texts) > 500
    assert held["ALL"] <= 0.03
    # Numbers of mobiles lead to a person, a hotline's too.
    assert all(share == 0 for kind, share in held.items() if kind not in ("ALL", "hotlines"))


def test_copies_of_spam_are_one_cluster_in_nearly_every_disguise():
    story, first, found, all_of = factories.story(), {}, Counter(), Counter()
    for number, (text, disguise, disguised) in enumerate(spam_set.copies()):
        person = {"name": f"Người {number}", "email": f"nguoi{number}@example.org"}
        comment = reader.post(disguised, story=story, **person)
        if first.setdefault(text, comment) != comment:
            all_of[disguise] += 1
            found[disguise] += comment.alike == first[text]
    print("\nCopies that joined the first")
    for name, count in all_of.items():
        print(f"  {name:24}{found[name]:5} of {count:5}")
    assert found.total() >= 0.9 * all_of.total()


def test_ordinary_comments_make_no_clusters():
    story = factories.story()
    for number, (_kind, text) in enumerate(spam_set.ordinary(rounds=1)):
        person = {"name": f"Người {number}", "email": f"nguoi{number}@example.org"}
        comment = reader.post(text, story=story, **person)
        assert comment.alike is None, (text, comment.alike.body)


HARMLESS = {
    "a link to another paper": ("Hôm trước https://hanoimoi.example.vn/tin/12345 cũng viết", {}),
    "the question instead of JavaScript": ("Cảm ơn tòa soạn", {"weak": True}),
    "a landline": ("Tôi gọi 024 3825 3531 mà không ai nghe", {"weak": True}),
    "capitals": ("KHÔNG THỂ CHẤP NHẬN ĐƯỢC VIỆC NÀY", {"weak": True}),
    "two links of the state": ("Xem vanban.chinhphu.gov.vn và moet.gov.vn", {}),
    "few words that many write": ("Hay quá!", {}),
}


@pytest.mark.parametrize(("text", "how"), HARMLESS.values(), ids=HARMLESS)
def test_what_is_harmless_by_itself_is_not_flagged(text, how):
    assert weight(text, **how) < FLAGGED


def test_the_starter_list_is_added_once_and_leaves_alone_what_moderators_made_of_it(capsys):
    count = WatchWord.objects.count()
    assert count > 80
    WatchWord.objects.filter(text="forex").update(in_use=False, note="Có bài về forex")
    call_command("add_watch_words", "--in-use")
    assert WatchWord.objects.count() == count
    assert not WatchWord.objects.get(text="forex").in_use
    WatchWord.objects.get(text="usdt").delete()
    call_command("add_watch_words")
    assert not WatchWord.objects.get(text="usdt").in_use


def test_every_starter_word_could_be_entered_by_hand():
    for word in WatchWord.objects.all():
        word.full_clean()

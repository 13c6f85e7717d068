"""The question for readers without JavaScript."""

import re

import pytest
from django.utils import translation

from comments.verification import Failed, Passed, question, ticket
from comments.verification.question import ENGLISH, VIETNAMESE


def new_ticket():
    return ticket.read(ticket.issue(12), 12)


def solve(asked, words):
    """Answer the question as a reader would: from the text alone."""
    longest_first = "|".join(sorted(words, key=len, reverse=True))
    numbers = [words.index(found) for found in re.findall(longest_first, asked.lower())]
    assert len(numbers) == 2, asked
    first, second = numbers
    return first - second if re.search("trừ|minus", asked) else first + second


def ticket_answered_by(number):
    """A ticket whose answer is ``number``."""
    for _ in range(2_000):
        given = new_ticket()
        if isinstance(question.check(str(number), given), Passed):
            return given
    raise AssertionError(f"No question of 2,000 has the answer {number}.")


@pytest.fixture(params=[("vi", VIETNAMESE), ("en", ENGLISH)], ids=["vi", "en"])
def words(request):
    language, words = request.param
    with translation.override(language):
        yield words


def test_who_reads_the_question_can_answer_it(words):
    for _ in range(50):
        given = new_ticket()
        asked = question.ask(given)
        assert asked[0].isupper()
        assert asked.endswith("?")
        assert isinstance(question.check(str(solve(asked, words)), given), Passed)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", r"[A-ZĐ][^?]* (cộng|trừ) [^?]* bằng mấy\?"),
        ("en", r"What is \w+ (plus|minus) \w+\?"),
    ],
)
def test_the_question_is_asked_in_the_language_of_the_page(language, sentence):
    with translation.override(language):
        for _ in range(30):
            asked = question.ask(new_ticket())
            assert re.fullmatch(sentence, asked), asked


def test_the_question_of_a_ticket_stays_the_same():
    given = new_ticket()
    assert question.ask(given) == question.ask(given)


def test_questions_differ_from_ticket_to_ticket():
    assert len({question.ask(new_ticket()) for _ in range(200)}) > 30


def test_the_answer_is_not_in_the_question(words):
    for _ in range(50):
        asked = question.ask(new_ticket())
        answer = solve(asked, words)
        assert str(answer) not in asked
        assert not re.search(r"\d", asked)


def test_the_question_cannot_be_worked_out_without_the_secret_key(settings):
    tickets = [new_ticket() for _ in range(20)]
    before = [question.ask(given) for given in tickets]
    settings.SECRET_KEY = "another-site"
    assert [question.ask(given) for given in tickets] != before


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        (7, ["7", "07", " 7 ", "7.", "７", "= 7", "bảy", "Bảy", "bẩy", "bay", "BẢY", "seven"]),
        (4, ["bốn", "bon", "tư", "four"]),
        (5, ["năm", "nam", "ｎăm"]),
        (7, ["ba\u0309y"]),  # decomposed
        (10, ["10", "１０", "mười", "muoi"]),
        (12, ["12", "mười hai", "Mười  Hai", "muoi hai", "mươi hai", "twelve"]),
        (15, ["mười lăm", "muoi lam", "mười năm", "mười nhăm"]),
        (14, ["mười bốn", "mười tư"]),
    ],
)
def test_digits_and_number_words_are_accepted_with_or_without_marks(number, answers):
    given = ticket_answered_by(number)
    for answer in answers:
        assert isinstance(question.check(answer, given), Passed), answer


@pytest.mark.parametrize(
    "answer",
    ["", " ", "8", "77", "７７", "７" * 39, "7 7", "7,5", "tám", "bảy bảy", "mấy", "\x00", "\ud800",
     "x" * 10**7, "9" * 5_000, None, ["7"]],
)  # fmt: skip
def test_anything_else_fails_and_says_so_beside_the_field(answer):
    outcome = question.check(answer, ticket_answered_by(7))
    assert isinstance(outcome, Failed)
    assert str(outcome.message)
    assert outcome.needs_fallback is False


def test_a_right_answer_is_weak_evidence_that_a_moderator_can_read():
    outcome = question.check("7", ticket_answered_by(7))
    assert outcome.weak is True
    assert outcome.method == "question"
    assert re.fullmatch(r"\d+ [+-] \d", outcome.evidence["question"])

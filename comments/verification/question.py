"""The check without JavaScript: a sum in words, "Ba cộng bốn bằng mấy?".

Read out by any screen reader, answered in digits or words, and weak: a script written for this
site answers it too. The operands follow from the ticket's nonce and the secret key, so nothing
is stored and the answer is not in the page.
"""

from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cms.text import fold

from .outcome import Failed, Passed

METHOD = "question"
WRONG_ANSWER = gettext_lazy("That is not the answer. Here is another question; your text is kept.")
# Nobody needs more for a number below twenty.
MAX_LENGTH = 40

# Not in the catalogue: what one may answer does not depend on the language of the page.
VIETNAMESE = (
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
    "mười một", "mười hai", "mười ba", "mười bốn", "mười lăm", "mười sáu", "mười bảy",
    "mười tám",
)  # fmt: skip
ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
)  # fmt: skip
_OTHER_WORDS = {"tư": 4, "mười tư": 14, "mười năm": 15, "mười nhăm": 15}

_NUMBERS = {
    fold(word): number for words in (VIETNAMESE, ENGLISH) for number, word in enumerate(words)
} | {fold(word): number for word, number in _OTHER_WORDS.items()}


def ask(ticket):
    """The question of this ticket, in the language of the page."""
    first, sign, second = _operands(ticket)
    words = VIETNAMESE if (get_language() or "").startswith("vi") else ENGLISH
    operands = {"first": words[first], "second": words[second]}
    if sign == "+":
        sentence = _("What is %(first)s plus %(second)s?") % operands
    else:
        sentence = _("What is %(first)s minus %(second)s?") % operands
    return capfirst(sentence)


def check(answer, ticket):
    """Whether ``answer``, straight from a POST, answers the question of ``ticket``."""
    first, sign, second = _operands(ticket)
    expected = first + second if sign == "+" else first - second
    if _number(answer) != expected:
        return Failed(WRONG_ANSWER)
    return Passed(METHOD, {"question": f"{first} {sign} {second}"}, weak=True)


def _operands(ticket):
    """``(first, sign, second)``; the answer is between 2 and 18."""
    digest = salted_hmac(__name__, ticket.nonce, algorithm="sha256").digest()
    one, other = 2 + digest[0] % 8, 2 + digest[1] % 8
    if digest[2] % 2:
        return one, "+", other
    return one + other, "-", other


def _number(answer):
    """``answer`` as a number: digits, also full-width, or words with or without marks."""
    if not isinstance(answer, str) or len(answer) > MAX_LENGTH:
        return None
    folded = fold(answer)
    return int(folded) if folded.isdecimal() else _NUMBERS.get(folded)

"""Two spellings of one syllable: the tone mark on the first or on the second vowel (ủy, uỷ).

Both are accepted; a text that has both of the same word looks careless. And what is no Vietnamese
syllable at all: most slips of the finger are of that kind.
"""

import re
from collections import Counter

from cms.text import fold

# The mark on the first vowel -> on the second. Only at the end of a syllable is there a choice.
_PAIRS = {
    old + vowels[1]: vowels[0] + new
    for vowels, olds, news in (
        ("oa", "òóỏõọ", "àáảãạ"),
        ("oe", "òóỏõọ", "èéẻẽẹ"),
        ("uy", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for old, new in zip(olds, news, strict=True)
}  # fmt: skip
_SYLLABLE = re.compile(r"[^\W\d_]+")
# After q the u belongs to the consonant: there is one way to write quý.
_OLD = re.compile(rf"(?<!q)({'|'.join(_PAIRS)})$")
_NEW = re.compile(rf"(?<!q)({'|'.join(_PAIRS.values())})$")


def modern(syllable):
    """``syllable`` in small letters with its mark on the second vowel, where both are accepted."""
    return _OLD.sub(lambda found: _PAIRS[found[1]], syllable.lower())


def mixed(texts):
    """The syllables that ``texts`` spell in two ways: of each a `Counter` of its spellings."""
    spelled = {}
    for text in texts:
        for syllable in _SYLLABLE.findall(text.lower()):
            if _OLD.search(syllable) or _NEW.search(syllable):
                spelled.setdefault(modern(syllable), Counter())[syllable] += 1
    return [spellings for spellings in spelled.values() if len(spellings) > 1]


_CONSONANTS = "b|ch?|d|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x"
# Of folded syllables: what can stand at the end, by the vowels before it.
_RIMES = "|".join(
    (
        "a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy",
        "ieu|yeu|oai|oao|oay|oeo|uao|uay|uoi|uou|uya|uyu",
        "(?:a|e|oa|oe|ua|ue)(?:ch?|m|n|ng|nh|p|t)",
        "(?:i|y|uy)(?:ch|m|n|nh|p|t)|(?:o|oo|u|uo)(?:c|m|n|ng|p|t)",
        "(?:ie|ye)(?:c|m|n|ng|p|t)|uye(?:n|t)",
    )
)
_A_SYLLABLE = re.compile(rf"(?:{_CONSONANTS})?(?:{_RIMES})")


def is_syllable(word):
    """Could ``word`` be Vietnamese? Its marks are not looked at."""
    return bool(_A_SYLLABLE.fullmatch(fold(word)))

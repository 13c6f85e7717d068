"""Two spellings of one syllable: the tone mark on the first or on the second vowel (ủy, uỷ).

Both are accepted; a text that has both of the same word looks careless.
"""

import re
from collections import Counter

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

"""Finding stories.

``desk.py`` is the newsroom's search, in rows as they are; the other modules are the readers':
``asked.py`` reads what was asked, ``index.py`` keeps what can be found, ``finding.py`` finds a page
of it, ``marking.py`` shows where the words stand. All of them see words through ``reading.py``.
"""

from .desk import number_in, pasted, stories, words

__all__ = ["number_in", "pasted", "stories", "words"]

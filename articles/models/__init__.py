from .article import Article, Byline, RelatedStory
from .author import Author
from .page import Page
from .photo import Photo
from .revision import Revision, Transition
from .section import Section
from .states import CommentPolicy, Publication, Stage
from .topic import Topic

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CommentPolicy",
    "Page",
    "Photo",
    "Publication",
    "RelatedStory",
    "Revision",
    "Section",
    "Stage",
    "Topic",
    "Transition",
]

from .article import Article, Byline, CommentPolicy, Publication, RelatedStory, Stage
from .author import Author
from .page import Page
from .photo import Photo
from .revision import Revision, Transition
from .section import Section
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

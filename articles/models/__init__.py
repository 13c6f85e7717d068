from .article import Article, Byline, RelatedStory
from .author import Author
from .house_word import HouseWord
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, Shot
from .revision import Revision, Transition
from .section import Section
from .states import CommentPolicy, Publication, Stage
from .topic import Topic

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CommentPolicy",
    "HouseWord",
    "Kind",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
    "Publication",
    "RelatedStory",
    "Revision",
    "Section",
    "Shot",
    "Stage",
    "Topic",
    "Transition",
]

from .article import Article, Byline, RelatedStory
from .author import Author
from .draft import Draft, Presence
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
    "Draft",
    "Kind",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
    "Presence",
    "Publication",
    "RelatedStory",
    "Revision",
    "Section",
    "Shot",
    "Stage",
    "Topic",
    "Transition",
]

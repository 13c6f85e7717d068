from .article import Article, Byline, RelatedStory
from .author import Author
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, Shot
from .place import PhotoArrival, PhotoPlace
from .revision import Revision, Transition
from .section import Section
from .states import CommentPolicy, Publication, Stage
from .topic import Topic

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CommentPolicy",
    "Kind",
    "Page",
    "Photo",
    "PhotoArrival",
    "PhotoFile",
    "PhotoPlace",
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

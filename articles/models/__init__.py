from .article import Article, Byline, RelatedStory
from .author import Author
from .note import Note
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, Shot
from .preview_link import PreviewLink
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
    "Note",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
    "PreviewLink",
    "Publication",
    "RelatedStory",
    "Revision",
    "Section",
    "Shot",
    "Stage",
    "Topic",
    "Transition",
]

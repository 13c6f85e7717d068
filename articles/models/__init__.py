from .article import Article, Byline, RelatedStory
from .author import Author
from .handover import HandoverNote
from .notice import Notice
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, Shot
from .plan import Plan
from .revision import Revision, Transition
from .section import Section
from .states import CommentPolicy, Publication, Stage
from .topic import Topic

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CommentPolicy",
    "HandoverNote",
    "Kind",
    "Notice",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
    "Plan",
    "Publication",
    "RelatedStory",
    "Revision",
    "Section",
    "Shot",
    "Stage",
    "Topic",
    "Transition",
]

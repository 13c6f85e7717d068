from .article import Article
from .article_links import Byline, RelatedStory
from .author import Author
from .draft import Draft, Presence
from .handover import HandoverNote
from .layout import Layout, LayoutDraft
from .note import Note
from .notice import Notice
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, Shot
from .plan import Plan
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
    "Draft",
    "HandoverNote",
    "Kind",
    "Layout",
    "LayoutDraft",
    "Note",
    "Notice",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
    "Plan",
    "Presence",
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

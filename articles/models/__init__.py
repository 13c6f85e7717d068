from .article import Article
from .article_links import Byline, RelatedStory
from .author import Author
from .draft import Draft, Presence
from .layout import Layout, LayoutDraft
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
    "Draft",
    "Kind",
    "Layout",
    "LayoutDraft",
    "Note",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
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

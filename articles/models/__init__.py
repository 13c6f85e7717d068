from .article import Article
from .article_links import Byline, RelatedStory
from .author import Author
from .correction import Correction, CorrectionChange, CorrectionKind
from .draft import Draft, Presence
from .handover import HandoverNote
from .house_word import HouseWord
from .layout import Layout, LayoutDraft
from .note import Note
from .notice import Notice
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, RetiredAddress, Shot
from .place import PhotoArrival, PhotoPlace
from .plan import Plan
from .preview_link import PreviewLink
from .read_count import ReadCount
from .redirect import Redirect
from .revision import Revision, Transition
from .search_entry import SearchEntry
from .section import Section
from .states import CommentPolicy, Publication, Stage, Withdrawal
from .takedown import Deadline, Outcome, Takedown, TakedownChange
from .topic import Topic, TopicAlias

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CommentPolicy",
    "Correction",
    "CorrectionChange",
    "CorrectionKind",
    "Deadline",
    "Draft",
    "HandoverNote",
    "HouseWord",
    "Kind",
    "Layout",
    "LayoutDraft",
    "Note",
    "Notice",
    "Outcome",
    "Page",
    "Photo",
    "PhotoArrival",
    "PhotoFile",
    "PhotoPlace",
    "PhotoUse",
    "Plan",
    "Presence",
    "PreviewLink",
    "Publication",
    "ReadCount",
    "Redirect",
    "RelatedStory",
    "RetiredAddress",
    "Revision",
    "SearchEntry",
    "Section",
    "Shot",
    "Stage",
    "Takedown",
    "TakedownChange",
    "Topic",
    "TopicAlias",
    "Transition",
    "Withdrawal",
]

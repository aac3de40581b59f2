from storybot.corpus.change_results import Added as Added
from storybot.corpus.change_results import AddResult as AddResult
from storybot.corpus.change_results import Changed as Changed
from storybot.corpus.change_results import Undone as Undone
from storybot.corpus.library import PassageFound as PassageFound
from storybot.corpus.library import Story as Story
from storybot.corpus.library import open_story as open_story
from storybot.ingest.reading import read_file as read_file
from storybot.ingest.reading import read_text as read_text
from storybot.model.answers import Answer as Answer
from storybot.model.answers import Citation as Citation
from storybot.model.answers import Earlier as Earlier
from storybot.model.changes import Action as Action
from storybot.model.changes import Change as Change
from storybot.model.documents import Document as Document
from storybot.model.documents import DocumentId as DocumentId
from storybot.model.documents import Span as Span
from storybot.model.documents import State as State
from storybot.model.documents import Version as Version
from storybot.model.errors import Conflict as Conflict
from storybot.model.errors import DamagedText as DamagedText
from storybot.model.errors import NotFound as NotFound
from storybot.model.errors import Refused as Refused
from storybot.model.errors import SettingError as SettingError
from storybot.model.errors import StoreError as StoreError
from storybot.model.errors import StorybotError as StorybotError
from storybot.model.headings import Heading as Heading
from storybot.model.headings import Standing as Standing
from storybot.model.passages import Passage as Passage

__version__: str

__all__ = [
    "Action",
    "AddResult",
    "Added",
    "Answer",
    "Change",
    "Changed",
    "Citation",
    "Conflict",
    "DamagedText",
    "Document",
    "DocumentId",
    "Earlier",
    "Heading",
    "NotFound",
    "Passage",
    "PassageFound",
    "Refused",
    "SettingError",
    "Span",
    "Standing",
    "State",
    "StoreError",
    "Story",
    "StorybotError",
    "Undone",
    "Version",
    "__version__",
    "open_story",
    "read_file",
    "read_text",
]

"""The read side: one `Searcher` ranks for the web page, the command line, batch and notebook alike."""

from corpus.filters import Filters
from search.answer import Answer
from search.query import Query
from search.results import Hit, Result
from search.searcher import Searcher

__all__ = ["Answer", "Filters", "Hit", "Query", "Result", "Searcher"]

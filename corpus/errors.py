"""Every error that Repère raises on purpose.

    RepereError
    ├── SourceError             one source cannot be ingested; it is reported and the run goes on
    │   ├── SourceMissing           no such file or folder
    │   ├── SourceUnreadable        it is there and cannot be read: permissions, a device, a broken link
    │   ├── SourceEmpty             no bytes, or nothing but white space
    │   ├── UnsupportedFormat       a binary file, or a format that is not ingested yet
    │   ├── DamagedSource           the format is known and the content broken
    │   ├── EncryptedSource         a password is needed
    │   ├── NoText                  it opens and holds no text: a scan, an empty page
    │   ├── SourceTooLarge          over a limit of size, pages or memory
    │   │   └── ArchiveTooLarge         an archive as a whole, so that the rest of it is not read
    │   ├── SourceTimeout           reading it took longer than it may
    │   ├── SourceCrashed           the program that read it broke off
    │   ├── MalformedRecord         a line of a .jsonl file that is no record
    │   ├── WebError                a web address that gave no document
    │   │   ├── AddressRefused          not http or https, with a password in it, or in a private network
    │   │   ├── RobotsRefused           the site asks programs to leave it alone
    │   │   ├── PageGone                it is not there, or not any more: 404, 410
    │   │   └── PageUnreachable         no answer, an error of the server, redirects without end
    │   └── LeftOut                 a crawl has come upon it and left it out on purpose
    ├── HomeError               the home as a whole
    │   ├── HomeMissing             nothing has been ingested there yet
    │   ├── HomeLocked              another process is writing to it
    │   ├── HomeTooNew              written by a newer version
    │   ├── HomeDamaged             the catalogue cannot be read
    │   └── HomeUnwritable          no permission, or the disk is full
    ├── ModelError              the encoder
    │   ├── ModelMissing            the model cannot be found or loaded
    │   ├── ModelMismatch           the home was built with another model
    │   └── LanguageModelFailed     the server that writes answers is missing, slow, or answers rubbish
    ├── QueryError              a query that cannot be answered as it stands
    ├── OptionRefused           an option's value can't be meant
    ├── NotInCatalogue          no such document or passage
    ├── InvalidCorrection       a correction of a document that can't be taken: field, value, contradiction
    ├── UnknownTerritory        a name or code that no territory has, or that several have
    ├── TooManyRequests         more was asked of a public page than it answers
    └── TableError              a file of queries, qrels or results cannot be read or written

`str(error)` is one line: what happened, where, and what to do next.
"""

from __future__ import annotations


class RepereError(Exception):
    """Base of all errors raised on purpose.

    `reason` says what is wrong and where, `advice` what to do next (may be empty).
    """

    def __init__(self, reason: str, *, advice: str = "") -> None:
        self.reason = " ".join(reason.split())
        self.advice = " ".join(advice.split())
        super().__init__(f"{self.reason}. {self.advice}" if self.advice else self.reason)


class SourceError(RepereError):
    """One source cannot be ingested; the run goes on."""


class SourceMissing(SourceError):
    """No such file or folder."""


class SourceUnreadable(SourceError):
    """It is there and cannot be read."""


class SourceEmpty(SourceError):
    """No bytes, or nothing but white space."""


class UnsupportedFormat(SourceError):
    """A binary file, or a format that is not ingested."""


class DamagedSource(SourceError):
    """The format is known and the content broken."""


class EncryptedSource(SourceError):
    """A password is needed."""


class NoText(SourceError):
    """It opens and holds no text."""


class SourceTooLarge(SourceError):
    """Over a limit of size, pages or memory."""


class ArchiveTooLarge(SourceTooLarge):
    """An archive as a whole is over a limit: the rest of it is not read."""


class SourceTimeout(SourceError):
    """Reading it took longer than it may."""


class SourceCrashed(SourceError):
    """The program that read it broke off."""


class MalformedRecord(SourceError):
    """A line of a .jsonl file that is no record."""


class WebError(SourceError):
    """A web address that gave no document."""


class AddressRefused(WebError):
    """Not http or https, with a password in it, or in a private network."""


class RobotsRefused(WebError):
    """The site asks programs to leave it alone."""


class PageGone(WebError):
    """It is not there, or not any more: 404, 410."""


class PageUnreachable(WebError):
    """No answer, an error of the server, redirects without end."""


class LeftOut(SourceError):
    """A crawl has come upon it and left it out on purpose."""


class HomeError(RepereError):
    """The home as a whole."""


class HomeMissing(HomeError):
    """Nothing has been ingested there yet."""


class HomeLocked(HomeError):
    """Another process is writing to it."""


class HomeTooNew(HomeError):
    """Written by a newer version."""


class HomeDamaged(HomeError):
    """The catalogue cannot be read."""


class HomeUnwritable(HomeError):
    """No permission to write, or the disk is full."""


class ModelError(RepereError):
    """The encoder."""


class ModelMissing(ModelError):
    """The model cannot be found or loaded."""


class ModelMismatch(ModelError):
    """The home was built with another model."""


class LanguageModelFailed(ModelError):
    """The server that writes answers is missing, slow, or answers rubbish."""


class QueryError(RepereError):
    """A query that cannot be answered as it stands."""


class OptionRefused(RepereError):
    """An option's value can't be meant."""


class NotInCatalogue(RepereError):
    """No such document or passage."""


class InvalidCorrection(RepereError):
    """A correction of a document that can't be taken: an unknown field or value, or a contradiction."""


class UnknownTerritory(RepereError):
    """A name or code that no territory has, or that several have."""


class TooManyRequests(RepereError):
    """More was asked of a public page than it answers."""


class TableError(RepereError):
    """A file of queries, qrels or results cannot be read or written."""

"""RTF's control words: which groups hold text, what words stand for letters, and which code pages are meant."""

from __future__ import annotations

# Groups that hold no text of the document. Any group that begins with \* is one too, if it is not known.
UNSEEN = frozenset(
    (
        *("fonttbl", "colortbl", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl"),
        *("themedata", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "mmathPr", "generator"),
        *("pict", "nonshppict", "object", "objdata", "fldinst", "bkmkstart", "bkmkend", "sn", "sv", "sp", "xe", "tc"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "annotation"),
        *("atnid", "atnauthor", "atndate", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "template"),
        *("operator", "keywords", "subject", "doccomm"),
    )
)
TARGETS = {
    **dict.fromkeys(("listtext", "pntext"), "marker"),
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "info": "info",
    "footnote": "note",
}
PROPERTIES = ("title", "author", "creatim", "revtim")
KNOWN_STARRED = frozenset(("shpinst", "shptxt", "pn"))
WORDS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "tab": " ",
    "line": "\n",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "~": "\u00a0",
    "_": "\u2011",
    "nestcell": " ",
    "nestrow": " ",
    "page": " ",
    "column": " ",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\n": "\n",
}
CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}

"""Words as people look for them: in small letters, without accents, alike on both databases."""

import re
import unicodedata
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

# What Unicode takes off a letter when it is decomposed.
_MARKS: Final = "[\u0300-\u036f]"


def plain(text: str) -> str:
    """« Zoé LÉVESQUE » gives « zoe levesque »."""
    return re.sub(_MARKS, "", unicodedata.normalize("NFKD", text)).lower()


class Plain(GenericFunction[str]):
    """The same of a column: `Plain(Member.family_name)`. SQLite calls the function above (shared/db/database.py)."""

    name = "plain"
    type = sa.String()
    inherit_cache = True


@compiles(Plain, "postgresql")
def _on_postgresql(element: Plain, compiler: SQLCompiler, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"lower(regexp_replace(normalize({text}, NFKD), '{_MARKS}', '', 'g'))"

"""What every model shares: frozen, strict, and text that carries its languages."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

MAX_TEXT = 4000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _printable(text: str) -> str:
    for character in text:
        if (ord(character) < 32 and character not in "\n\t") or character == "\x7f":
            raise PydanticCustomError("control-character", "control character {now}", {"now": f"U+{ord(character):04X}"})
    return text


def _day(value: Any) -> date:
    """Only YYYY-MM-DD: pydantic would also take a number of seconds for a date."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("not-a-date", "not a date: {now}", {"now": str(value)[:60]})


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), AfterValidator(_printable)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT), AfterValidator(_printable)]
Day = Annotated[date, BeforeValidator(_day)]


class Text(Frozen):
    """A text of the scorecard in both languages, side by side so that one cannot age without the other."""

    zh: Words
    en: Words

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Source(Frozen):
    """依据: where a rule or number comes from and how sure that is."""

    text: Words
    status: Literal["confirmed", "unconfirmed", "ours"]

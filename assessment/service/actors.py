"""Who does something. Every service function takes the actor first and decides itself whether the actor may."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    id: str
    name: str


LOCAL = Actor("local", "本机用户")

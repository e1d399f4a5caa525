"""What is wrong with a template of a city, in words that hold nothing of the letter it was for. Never stops one."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from services.notifications.letters.environment import TEMPLATES

LONGEST_PART = 262_144
"""Characters of a text or an HTML; a letter of ours has some thousands."""
_REMOTE = re.compile(
    r"<(?:script|img|picture|iframe|object|embed|audio|video|link|base|form)\b"
    r"|<[^>]*\s(?:src|srcset|background)\s*=|<[^>]*\burl\(|<style[^<]*(?:url\(|@import)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """Why a letter could not be written with a city's own templates.

    Attributes:
        template: the file, `<language>/<name>`; "" where it cannot be told.
        line: of the file, from 1; 0 where it cannot be told.
        why: in English, for who runs the node.
    """

    template: str
    line: int
    why: str

    def __str__(self) -> str:
        where = f"{self.template}:{self.line}" if self.line else self.template
        return f"{where}: {self.why}" if where else self.why


class Broken(Exception):
    """A letter that breaks a rule every letter keeps, by the file that does so."""

    def __init__(self, template: str, why: str) -> None:
        super().__init__(why)
        self.template, self.why = template, why


def fault_of(trouble: Exception, folder: str) -> Fault:
    """What is wrong, from what was raised. Of what a template computed only the kind of error is told."""
    match trouble:
        case Broken():
            return Fault(trouble.template, 0, trouble.why)
        case TemplateSyntaxError():
            return Fault(_named(trouble.filename or "", folder), trouble.lineno, trouble.message or "not a template")
        case TemplateNotFound():
            return _at(trouble, folder, f"there is no {trouble.name}")
        case UndefinedError() | SecurityError():
            return _at(trouble, folder, trouble.message or type(trouble).__name__)
    return _at(trouble, folder, type(trouble).__name__)


def keep_the_rules(kind: str, language: str, subject: str, text: str, html: str) -> None:
    """Refuse a letter that no letter of ours is like.

    Raises:
        Broken: its subject is empty or has a line end, its text or its HTML is empty or endless, or the HTML
            loads something or sends a form.
    """
    parts = {"subject.txt": subject, "txt": text, "html": html}
    for form, part in parts.items():
        if not part.strip():
            raise Broken(f"{language}/{kind}.{form}", "it is empty")
        if len(part) > LONGEST_PART:
            raise Broken(f"{language}/{kind}.{form}", f"it makes more than {LONGEST_PART} characters")
    if len(subject.splitlines()) > 1:
        raise Broken(f"{language}/{kind}.subject.txt", "a subject is one line")
    if found := _REMOTE.search(html):
        tag = re.match(r"<\w*", found[0])
        raise Broken(f"{language}/{kind}.html", f"a letter loads nothing and sends no form: {tag and tag[0]}")


def _at(trouble: Exception, folder: str, why: str) -> Fault:
    """The innermost template that was at work."""
    for frame in reversed(traceback.extract_tb(trouble.__traceback__)):
        if frame.filename.endswith((".txt", ".html")):
            return Fault(_named(frame.filename, folder), frame.lineno or 0, why)
    return Fault("", 0, why)


def _named(file: str, folder: str) -> str:
    """The name of a template from its path."""
    for root in (Path(folder), TEMPLATES):
        if Path(file).is_relative_to(root):
            return Path(file).relative_to(root).as_posix()
    return Path(file).name

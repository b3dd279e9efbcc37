"""Reads single variables with django-environ and keeps the problems for one common report."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("0", "false", "no", "off")


class Reader:
    """Typed access to a mapping of variables. Never raises before `raise_problems()`.

    An empty value counts as missing: that is what an unset variable in a deployment template becomes.
    A default of None means the variable is required.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._env = Env()
        self._env.ENVIRON = {
            name: value.strip() for name, value in environ.items() if value.strip()
        }
        self._problems: dict[str, str] = {}

    def text(self, name: str, *, default: str | None) -> str:
        """The value as it stands."""
        if name not in self._env.ENVIRON:
            if default is None:
                self.refuse(name, "missing")
            return default or ""
        return str(self._env.str(name))

    def choice(self, name: str, allowed: tuple[str, ...], *, default: str) -> str:
        """One of `allowed`."""
        value = self.text(name, default=default)
        if value not in allowed:
            self.refuse(name, f"is {value!r}; expected one of {', '.join(allowed)}")
            return default
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """A yes/no value; an unknown word is a problem, not a silent no."""
        word = self.text(name, default=str(default)).lower()
        if word not in TRUE_WORDS + FALSE_WORDS:
            self.refuse(name, f"is {word!r}; expected 1 or 0")
            return default
        return word in TRUE_WORDS

    def number(self, name: str, *, default: int, minimum: int) -> int:
        """A whole number not below `minimum`."""
        try:
            value = int(self._env.int(name, default=default))
        except ValueError:
            self.refuse(name, "is not a whole number")
            return default
        if value < minimum:
            self.refuse(name, f"is {value}; expected at least {minimum}")
        return value

    def items(self, name: str, *, default: str | None) -> list[str]:
        """Comma-separated values without empty ones."""
        return [
            item.strip() for item in self.text(name, default=default).split(",") if item.strip()
        ]

    def url(self, name: str, schemes: tuple[str, ...], *, default: str | None) -> str:
        """A URL of one of `schemes`."""
        value = self.text(name, default=default)
        if value and not _is_url(value, schemes):
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            self.refuse(name, f"must be a URL that starts with {starts}")
        return value

    def refuse(self, name: str, problem: str) -> None:
        """Note a problem; the first one about a variable stands."""
        self._problems.setdefault(name, problem)

    def raise_problems(self) -> None:
        """Raise one error that names everything noted."""
        if self._problems:
            lines = "\n".join(
                f"  {name}: {problem}" for name, problem in sorted(self._problems.items())
            )
            raise ImproperlyConfigured(f"The environment is not usable:\n{lines}")


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, an unclosed bracket
        return False

"""Know a page that shows no story: it needs JavaScript, or asks for consent or money first."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from storybot.model.errors import Refused

_SCRIPTS = re.compile(
    r"\b(?:enable|activate|turn on|requires?|need to enable|without|aktivier\w*|activ(?:ez|er|e|ar)"
    r"|habilit\w+|включите|увімкніть|etkinleştir\w*)\b.{0,60}\bJava ?Script\b"
    r"|\bJava ?Script\b.{0,80}\b(?:disabled|enable|required|activ|aktivier|deaktiviert|désactivé"
    r"|desactivado|отключ|включ|вимкнен|увімкн|devre dışı|etkin)",
    re.IGNORECASE | re.DOTALL,
)
_CONSENT = re.compile(
    r"\b(?:accept all|agree and|i agree|accept and|consent|manage (?:options|settings|preferences)"
    r"|zustimm\w+|einwillig\w+|akzeptieren|accepter|consentement|aceptar|consentimiento"
    r"|согласи\w+|принять|згод\w+|прийняти|kabul|onay)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\bcookie|\bпартн[её]р|\bpartner|\bdatenschutz|\bprivacy|\bçerez", re.IGNORECASE
)
_TRIALS = re.compile(
    r"checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot"
    r"|unusual traffic|captcha|attention required|access denied|403 forbidden|just a moment",
    re.IGNORECASE,
)
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "main-app", "react-root", "app-root"})
_LITTLE = 1500
"""Characters of visible text below which a page without a story may be a wall."""


def wall_of(root: HtmlElement, lines: Sequence[str], name: str) -> Refused | None:
    """Say what kind of wall a page without a story is; None when it does not look like one."""
    text = "\n".join(lines)
    unscripted = " ".join(" ".join(part.itertext()) for part in root.iter("noscript"))
    if len(text) < _LITTLE and _TRIALS.search(text):
        return Refused(
            f"{name} is a check for robots, not the page. Open it in a browser, copy the article "
            "and send its text.",
            "robot_check",
            name=name,
        )
    if len(_CONSENT.findall(text)) > 1 and _COOKIES.search(text):
        return Refused(
            f"{name} shows a wall that asks for consent to cookies, not the article. Open it in "
            "a browser, copy the article and send its text.",
            "consent_wall",
            name=name,
        )
    scripted = _SCRIPTS.search(text) or _SCRIPTS.search(unscripted) or _is_hollow(root)
    if scripted and len(text) < _LITTLE:
        return Refused(
            f"{name} is filled in by JavaScript, so there is no article in it. Open it in a "
            "browser, copy the article and send its text.",
            "needs_javascript",
            name=name,
        )
    return None


def _is_hollow(root: HtmlElement) -> bool:
    """Say whether a page is the empty frame that a script builds its content in."""
    frames = [e for e in root.iter("div", "main") if e.get("id") in _ROOTS]
    return any(not "".join(frame.itertext()).strip() for frame in frames) and any(
        True for _ in root.iter("script")
    )

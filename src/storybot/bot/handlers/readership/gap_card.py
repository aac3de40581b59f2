"""A page of what readers miss. Pure functions."""

from collections.abc import Mapping, Sequence

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.callback_data import AnswerGap, ShowGaps
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, joined
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.bot.messages.quote_card import Card
from storybot.corpus.desk.gaps import Gap
from storybot.store.records import Reason

SPANS = (7, 30, 90)
"""Days that may be looked back."""
_PAGE = 5
_QUESTION = 200


def gap_card(gaps: Sequence[Gap], days: int, page: int, words: Catalogue, *, at_desk: bool) -> Card:
    """Show a page, counted from 0, the last one where there are not so many."""
    say = words.say.moderating
    last = max(0, (len(gaps) - 1) // _PAGE)
    page = min(page, last)
    first = page * _PAGE
    shown = gaps[first : first + _PAGE]
    span = words.count(words.say.days, days)
    head = say.gaps_head if gaps else say.gaps_none
    lines = [FormattedText(head.format(days=span))]
    answers = []
    for number, gap in enumerate(shown, start=first + 1):
        lines.append(_gap(number, gap, words, worded=at_desk or gap.is_public))
        if at_desk:
            label = f"{number}. {say.button_gap_answer}"
            answers.append([Button(label, AnswerGap(days, gap.key))])
    turns = [("◀", page - 1), ("▶", page + 1)]
    pages = [Button(sign, ShowGaps(days, to)) for sign, to in turns if 0 <= to <= last]
    spans = [
        Button(words.count(words.say.days, other), ShowGaps(other, 0))
        for other in SPANS
        if other != days
    ]
    return Card(joined(lines, "\n\n"), keyboard(*answers, pages, spans))


def doors_line(doors: Mapping[str, int], words: Catalogue) -> str:
    """Name the ways in which questions came, with how many."""
    say = words.say.moderating
    named = _doors(say)
    found: dict[str, int] = {}
    for door, count in doors.items():
        name = named.get(door, say.door_private)
        found[name] = found.get(name, 0) + count
    ordered = sorted(found.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{name} {count}" for name, count in ordered)


def _doors(say: Moderating) -> dict[str, str]:
    return {
        EntryPoint.PRIVATE: say.door_private,
        EntryPoint.CARRIED: say.door_private,
        EntryPoint.SUBSCRIPTION: say.door_private,
        EntryPoint.GROUP: say.door_group,
        EntryPoint.OVERHEARD: say.door_group,
        EntryPoint.GUEST: say.door_guest,
        EntryPoint.INLINE: say.door_inline,
    }


def _gap(number: int, gap: Gap, words: Catalogue, *, worded: bool) -> FormattedText:
    say = words.say.moderating
    wording = (
        escape_autolinks(f"“{shortened(gap.wording, _QUESTION)}”")
        if worded
        else FormattedText(say.gap_unworded)
    )
    readers = words.count(say.gap_readers, gap.readers)
    counts = [f"{words.count(say.gap_asked, gap.asked)} ({readers})"]
    figures = (
        (say.gap_unanswered, gap.unanswered),
        (say.gap_down, gap.down),
        (say.gap_again, gap.again),
    )
    counts += [text.format(count=count) for text, count in figures if count]
    why = {
        Reason.SENTENCE: words.say.button_why_sentence,
        Reason.OUTDATED: words.say.button_why_outdated,
        Reason.QUESTION: words.say.button_why_question,
        Reason.OTHER: words.say.button_why_other,
    }
    reasons = [f"{why[Reason(r)]} {n}" for r, n in gap.reasons.items() if r in tuple(Reason)]
    lines = [", ".join(counts), *([", ".join(reasons)] if reasons else [])]
    lines.append(" · ".join([doors_line(gap.doors, words), words.languages(gap.languages)]))
    return FormattedText(f"{number}. ") + wording + "\n" + "\n".join(lines)

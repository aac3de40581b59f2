"""A page of what readers miss. Pure functions."""

from collections.abc import Mapping, Sequence

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_data import AnswerGap, ShowGaps
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
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


def count_doors(doors: Mapping[str, int], words: Catalogue) -> list[tuple[str, int]]:
    """Name the four ways in which questions come, each with how many came so."""
    say = words.say.moderating
    ways = {
        say.door_private: (EntryPoint.PRIVATE, EntryPoint.CARRIED, EntryPoint.SUBSCRIPTION),
        say.door_group: (EntryPoint.GROUP, EntryPoint.OVERHEARD),
        say.door_guest: (EntryPoint.GUEST,),
        say.door_inline: (EntryPoint.INLINE,),
    }
    return [(name, sum(doors.get(door, 0) for door in ones)) for name, ones in ways.items()]


def _gap(number: int, gap: Gap, words: Catalogue, *, worded: bool) -> FormattedText:
    say = words.say.moderating
    wording = (
        filled(say.quoted, text=escape_autolinks(shortened(gap.wording, _QUESTION)))
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
    doors = ", ".join(f"{name} {n}" for name, n in count_doors(gap.doors, words) if n)
    lines = [", ".join(counts), *([", ".join(reasons)] if reasons else [])]
    lines.append(" · ".join([doors, words.languages(gap.languages)]))
    return FormattedText(f"{number}. ") + wording + "\n" + "\n".join(lines)

"""The JSON of answers: fields and names are a contract.

Answers are laid out by hand, for an answer starts without pydantic.
"""

from collections.abc import Sequence
from typing import Any

from storybot.model.answers import Answer, Citation


def message_json(text: str, answers: Sequence[Answer]) -> dict[str, Any]:
    """Lay out the answers to a message; the first answered one represents all.

    Those of several questions stand in ``answers``, in their order.
    """
    lead = next((answer for answer in answers if answer.answered), answers[0])
    fields = answer_json(lead) | {
        "question": text,
        "took_ms": round(sum(answer.took_ms for answer in answers), 3),
    }
    talk = {"talk": fields.pop("talk")} if "talk" in fields else {}
    if len(answers) > 1:
        fields["answers"] = [answer_json(answer) for answer in answers]
    return fields | talk


def answer_json(answer: Answer) -> dict[str, Any]:
    """Lay out an answer; ``talk`` is only there where nothing was asked, and says what it is.

    ``contradicted`` is what an older article says instead of the first citation.
    """
    older = answer.contradicted
    return {
        "question": answer.question,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 6),
        "citations": [_citation(citation) for citation in answer.citations],
        "took_ms": round(answer.took_ms, 3),
        "contradicted": _citation(older) if older else None,
    } | ({"talk": answer.talk} if answer.talk is not None else {})


def _citation(citation: Citation) -> dict[str, Any]:
    """Lay out a quote: ``text == document text[start:end]`` of that version."""
    version, document = citation.version, citation.version.document
    return {
        "text": citation.text,
        "document": {
            "id": version.id,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published.isoformat() if document.published else None,
            "url": document.url,
        },
        "version": version.number,
        "paragraph": citation.paragraph + 1,
        "start": citation.start,
        "end": citation.end,
        "link": citation.link,
        "score": round(citation.score, 6),
    }

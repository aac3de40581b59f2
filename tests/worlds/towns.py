"""A made-up labelled set: towns, each with a story, and questions of every kind."""

from collections.abc import Sequence

from storybot.evaluation.dataset import LabelledDocument, LabelledQuestion

TOWNS = ("Arnby", "Belmora", "Corvale", "Dunmere", "Eskholt", "Farnley", "Garwick", "Holmset")
_ABSENT = {"question": "Why do glaciers retreat?", "answerable": False, "kind": "out_of_corpus"}


def stories(prefix: str = "", towns: Sequence[str] = TOWNS) -> list[LabelledDocument]:
    """Return a document for every town; ``prefix`` tells the towns of two sets apart."""
    return [
        LabelledDocument(
            id=prefix + town,
            title=f"News of {town}",
            paragraphs=[f"{mayor(town, i)} {ferry(town)}", "It rains on the hills."],
        )
        for i, town in enumerate(towns)
    ]


def questions(prefix: str = "", towns: Sequence[str] = TOWNS) -> list[LabelledQuestion]:
    """Return two questions a town that its story answers, a near miss, and four of elsewhere."""
    asked = [
        (prefix + town, n, *one)
        for i, town in enumerate(towns)
        for n, one in enumerate([
            (f"When does the ferry to {town} sail?", ferry(town), "answerable"),
            (f"Who is the mayor of {town}?", mayor(town, i), "answerable"),
            (f"Who sank the ferry of {town} in 1801?", "", "adversarial"),
        ])
    ]  # fmt: skip
    found = [
        {
            "id": f"{town}.{n}",
            "question": question,
            "doc_id": town,
            "gold_sentences": [{"text": gold}] if gold else [],
            "answerable": bool(gold),
            "kind": kind,
        }
        for town, n, question, gold, kind in asked
    ]
    found += [{"id": f"{prefix}o{i}", **_ABSENT} for i in range(4)]
    return [LabelledQuestion.model_validate(one) for one in found]


def ferry(town: str) -> str:
    """Say when a town's ferry sails."""
    return f"The ferry to {town} sails at noon from the northern quay."


def mayor(town: str, number: int) -> str:
    """Say who is a town's mayor."""
    return f"Its mayor, Ada Holm of {town}, has held office since {1980 + number}."

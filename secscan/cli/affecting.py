"""The work of `secscan intel affected`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from secscan.analysis.concerned import Asked, Concern, Target, product_keys, ranges_of, targets_of
from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.cli.output import Cell, Format, Said, file_format, listing
from secscan.cli.session import Opened, Session
from secscan.cli.wording import Wording
from secscan.intel.packs import intel_of
from secscan.intel.shelf import open_shelf
from secscan.model.intel import Intel
from secscan.model.judgements import Judgement, PackStamp
from secscan.model.register import Contact, Register
from secscan.registry.folder import load_register
from secscan.reports.write import write_private
from secscan.store.store import Store
from secscan.workflows.affected import Concerned, affected, counts, unidentified

COLUMNS = (
    *(
        "concern",
        "app",
        "opd",
        "opd_name",
        "product",
        "versions",
        "why",
        "reason",
        "confidence",
        "url",
        "evidence_date",
    ),
    *("contact", "email", "phone", "id"),
)
HIDDEN = ("opd_name", "reason", "confidence", "email", "phone", "id")
_MAX_TOLD = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked: an id, or a product with a range of versions; of one OPD or all."""

    identifier: str | None
    product: str | None
    versions: str | None
    opd: str | None


def print_affected(
    session: Session, question: Question, form: Format, output: Path | None, *, everything: bool
) -> None:
    """The apps by how the hole concerns them. Raises UsageError for what the data does not know."""
    file_form = file_format(output) if output is not None else None
    opened = session.open()
    words = session.wording("affected")
    register, intel = load_register(opened.workspace.register), intel_of(open_shelf(opened.workspace.intel))
    targets = _targets(question, intel)
    _need_opd(question.opd, register)
    with Store.open(opened.workspace.database) as store:
        judged = store.judgements()
        missing = unidentified(register, store, judged)
        if missing:
            _identify(session, opened, len(missing), words)
            judged = store.judgements()
    found = affected(register, judged, Asked(targets))
    _tell_age(session, judged.values(), intel, words)
    if question.opd is not None:
        found = tuple(one for one in found if one.opd.id == question.opd)
    _tell_targets(session, targets, words)
    rows = [_row(one, words) for one in found]
    columns = {key: words.text(f"columns.{key}") for key in COLUMNS}
    if output is not None and file_form is not None:
        session.output.line(str(write_private(output, listing(columns, rows, file_form))))
    elif form is Format.TABLE:
        told = [row for row, one in zip(rows, found, strict=True) if everything or _matters(one)]
        if told:
            session.output.rows(columns, told, form, hidden=HIDDEN, whole=("concern", "app", "opd"))
    else:
        session.output.rows(columns, rows, form)
    summary = ", ".join(f"{count} {words.text(f'concerns.{concern}')}" for concern, count in counts(found))
    session.output.say(summary)


def _matters(one: Concerned) -> bool:
    return one.answer.concern is not Concern.NOT_AFFECTED


def _targets(question: Question, intel: Intel) -> tuple[Target, ...]:
    if question.identifier is not None and (question.product or question.versions):
        raise UsageError("id_or_product")
    if question.identifier is not None:
        found = targets_of(question.identifier, intel)
        if not found:
            raise UsageError("unknown_vulnerability", values={"id": question.identifier})
        return found
    if question.product is None or question.versions is None:
        raise UsageError("id_or_product")
    keys = product_keys(question.product, intel)
    if not keys:
        names = (*intel.products, *(slug for _, slug in intel.extensions), *intel.js_libraries)
        raise UsageError("unknown_product", values={"word": question.product, "near": nearest(question.product, names)})
    try:
        ranges = ranges_of(question.versions)
    except ValueError as error:
        raise UsageError("bad_range", where="--range", values={"text": str(error)}) from None
    return tuple(Target(product=key, label=key, affected=ranges) for key in keys)


def _need_opd(wanted: str | None, register: Register) -> None:
    known = [opd.id for opd in register.opds]
    if wanted is not None and wanted not in known:
        raise UsageError("unknown_entry", values={"word": wanted, "near": nearest(wanted, known)})


def _identify(session: Session, opened: Opened, count: int, words: Wording) -> None:
    """Identify once what no evaluation of this version did: by an evaluation, which takes longer."""
    from secscan.cli.desk import open_desk  # half a second that the answer itself does without
    from secscan.workflows.evaluate import evaluate
    from secscan.workspace.lock import locked

    session.output.say(words.text("identifying", {"count": str(count)}))
    with locked(opened.workspace, "intel affected", session.clock.now()), open_desk(session, opened) as desk:
        evaluate(desk)


def _tell_age(session: Session, judged: Collection[Judgement], intel: Intel, words: Wording) -> None:
    """Say when software was identified with other data than today's: answers stand on what was identified then."""
    now = {PackStamp.of(pack) for pack in intel.packs}
    old = [one for one in judged if not now.issubset(one.packs)]
    if old:
        day = min(one.judged_at for one in old).date().isoformat()
        session.output.say(words.text("older", {"count": str(len(old)), "date": day}))


def _tell_targets(session: Session, targets: Sequence[Target], words: Wording) -> None:
    """What is asked for: the product, its range, and what the data says of the hole."""
    for target in targets[:_MAX_TOLD]:
        ranges = " | ".join(",".join(f"{sign}{version}" for sign, version in one) for one in target.affected)
        hole = target.hole
        marks = [target.product, ranges]
        if hole is not None:
            marks = [hole.id, *marks]
            marks += [str(hole.severity)] if hole.severity is not None else []
            marks += [f"CVSS {hole.cvss:.1f}"] if hole.cvss is not None else []
            marks += [f"EPSS {hole.epss:.1%}"] if hole.epss is not None else []
            marks += [words.text("exploited")] if hole.exploited else []
            marks += [hole.link] if hole.link else []
        session.output.say(" · ".join(marks))
    if len(targets) > _MAX_TOLD:
        session.output.say(words.text("more_products", {"count": str(len(targets) - _MAX_TOLD)}))
    if any(target.hole is not None and target.hole.source == "Wordfence" for target in targets):
        session.output.say(words.text("wordfence"))


def _row(one: Concerned, words: Wording) -> dict[str, Cell]:
    answer, seen, contact = one.answer, one.answer.seen, one.opd.contact
    reason = answer.reason
    return {
        "concern": Said(answer.concern, words.text(f"concerns.{answer.concern}")),
        "app": one.app.id,
        "opd": one.opd.id,
        "opd_name": one.opd.name,
        "product": answer.target.product,
        "versions": seen.versions if seen is not None else (),
        "why": Said(answer.why, words.text(f"why.{answer.why}")),
        "reason": reason.value if reason is not None else None,
        "confidence": seen.confidence if seen is not None else None,
        "url": seen.subject.place if seen is not None else next((site.url for site in one.app.sites), ""),
        "evidence_date": one.taken_at.date().isoformat() if one.taken_at is not None else None,
        "contact": Said(contact.name, _contact(contact)),
        "email": contact.email,
        "phone": contact.phone,
        "id": answer.target.hole.id if answer.target.hole is not None else None,
    }


def _contact(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.email, contact.phone) if part)

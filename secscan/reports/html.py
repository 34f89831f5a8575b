"""The HTML reports: one self-contained file each, without network, script or external asset."""

import base64
import hashlib

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from secscan.base.resources import read_text
from secscan.model.assessment import Assessment
from secscan.model.enums import Language
from secscan.model.ids import OpdId
from secscan.reports.confine import confine
from secscan.reports.opd_view import opd_view
from secscan.reports.overview_view import overview_view
from secscan.reports.tlp import Tlp
from secscan.reports.translations import Translator
from secscan.reports.wording import Wording


def opd_report(assessment: Assessment, opd_id: OpdId, lang: Language = Language.ID, tlp: Tlp = Tlp.AMBER_STRICT) -> str:
    """The report of one OPD. It names no other OPD's apps."""
    words = Wording(assessment, lang)
    confined = confine(assessment, opd_id, Translator(lang)("word.hidden_app"))
    view = opd_view(confined, opd_id, words)
    return page("opd.html.j2", words, assessment, tlp, view=view)


def overview(assessment: Assessment, lang: Language = Language.ID, tlp: Tlp = Tlp.AMBER_STRICT) -> str:
    """The overview of all OPDs, for the office that runs the scans."""
    words = Wording(assessment, lang)
    return page("overview.html.j2", words, assessment, tlp, view=overview_view(assessment, words))


def page(template: str, words: Wording, assessment: Assessment, tlp: Tlp, **values: object) -> str:
    """A template of `templates/report/` as a whole HTML document about an assessment."""
    return document(
        template,
        words.t,
        words.figures.moment(assessment.generated_at),
        tlp,
        words=words,
        office=assessment.office,
        as_of=words.figures.day(assessment.as_of),
        **values,
    )


def document(template: str, t: Translator, generated: str, tlp: Tlp, **values: object) -> str:
    """A template of `templates/report/` as a whole HTML document with its style inside.

    The Content-Security-Policy allows that one style by its hash, and nothing else: no script, no request.
    """
    env = Environment(
        loader=FunctionLoader(lambda name: read_text("templates", "report", name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    mark = f"{tlp} / {t(f'tlp.class.{tlp.key}')}"
    style = env.get_template("style.css").render(mark=mark)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return env.get_template(template).render(
        t=t,
        lang=str(t.lang),
        generated=generated,
        tlp=tlp,
        mark=mark,
        policy=policy,
        style=Markup(style),  # noqa: S704 - our own file; the mark in it is one of a closed set
        **values,
    )

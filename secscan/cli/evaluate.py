"""`secscan evaluate`: judge what is stored with today's rules, without a packet."""

from datetime import datetime

import click

from secscan.cli.options import as_of_option, run_option, standard_option
from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session


@click.command()
@run_option
@as_of_option
@standard_option
@format_option
@pass_session
def evaluate(session: Session, run_id: str | None, as_of: datetime | None, standard: str, output_format: str) -> None:
    """Menghitung ulang temuan dan skor dari pengamatan tersimpan, tanpa mengirim apa pun.

    Masa berlaku dan dukungan dinilai per tanggal pengamatan, kecuali --as-of diberikan; dengan --as-of atau --run,
    hasilnya hanya ditampilkan dan temuan tersimpan tidak diubah.
    """
    from secscan.cli.changes import tell_changes
    from secscan.cli.desk import open_desk
    from secscan.cli.scores import print_scores
    from secscan.model.ids import RunId
    from secscan.tracking.causes import changes
    from secscan.workflows.evaluate import evaluate as judge
    from secscan.workspace.lock import locked

    opened = session.open()
    with (
        locked(opened.workspace, "evaluate", session.clock.now()),
        open_desk(session, opened, standard, warn=True) as desk,
    ):
        before = desk.store.findings()
        assessment = judge(
            desk,
            as_of=as_of.date() if as_of else None,
            run_id=RunId(run_id) if run_id else None,
            save=as_of is None and run_id is None,
        )
    print_scores(session, assessment, {entry.app.id for entry in assessment.apps}, Format(output_format))
    tell_changes(session, changes(before, assessment.findings))

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from secscan.model.assessment import Software
from secscan.model.enums import Confidence
from secscan.model.ids import AppId, RunId
from secscan.model.judgements import Judgement, PackStamp
from secscan.model.subjects import Endpoint, Site
from secscan.store.store import Store

NOW = datetime(2026, 10, 1, 3, tzinfo=UTC)
ONE = Judgement(
    app=AppId("portal"),
    runs=(RunId("r1"),),
    taken_at=NOW,
    judged_at=NOW,
    version="1.0",
    packs=(PackStamp("vulns", date(2026, 8, 22), "aa"),),
    software=(
        Software(
            app=AppId("portal"),
            subject=Site("https", "a.go.id", 443),
            product="wordpress",
            label="WordPress",
            versions=("6.4.3",),
            confidence=Confidence.KUAT,
        ),
        Software(
            app=AppId("portal"),
            subject=Endpoint("127.0.0.9", 22),
            product="openssh",
            label="OpenSSH",
            confidence=Confidence.KUAT,
        ),
    ),
)


def test_the_last_evaluation_of_each_app_is_kept(tmp_path: Path) -> None:
    with Store.open(tmp_path / "x.db") as store:
        assert store.judgements() == {}
        store.save_judgements([ONE, msgspec.structs.replace(ONE, app=AppId("arsip"))])
        later = msgspec.structs.replace(ONE, version="1.1")
        store.save_judgements([later])
    with Store.open(tmp_path / "x.db") as store:
        assert store.judgements() == {"portal": later, "arsip": msgspec.structs.replace(ONE, app=AppId("arsip"))}

"""Planning a scan: who is chosen, what is looked up, and what a silent resolver means."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from secscan.base.clock import Clock
from secscan.base.errors import SecscanError, UsageError
from secscan.model.enums import Reason, Status
from secscan.model.ids import AppId, JobKey, OpdId
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.register import Register
from secscan.model.settings import DnsSettings, DomainSettings, ScanSettings, Settings
from secscan.model.subjects import Domain
from secscan.standards.load import load_profile
from secscan.workflows import plan as plans
from secscan.workflows.plan import Planned, egress_addresses, plan_scan, select
from tests.unit.registers import NOON, FixedClock, permit
from tests.unit.stored_runs import DINKES, KOMINFO, small_register

REGISTER = small_register()
PROFILE = load_profile("standard")


class Resolver:
    """Stands in for the look-ups: notes each name with its types, and answers from a table."""

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table
        self.asked: dict[str, tuple[str, ...]] = {}

    def __call__(
        self, names: Iterable[str], types: Sequence[str], _resolver: str, _clock: Clock
    ) -> dict[str, Observation]:
        return {name: self._answer(name, tuple(types)) for name in names}

    def _answer(self, name: str, types: tuple[str, ...]) -> Observation:
        self.asked[name] = types
        ip = self.table.get(name)
        return Observation(
            job_key=JobKey(f"dns|{name}"),
            subject=Domain(name),
            taken_at=NOON,
            probe="dns",
            status=Status.TIMEOUT if ip is None else Status.OK,
            reason=Reason.TIMEOUT if ip is None else None,
            payload=None if ip is None else DnsAnswer(name=name, records={"A": (ip,)} if ip else {}),
        )


def planned(
    monkeypatch: pytest.MonkeyPatch, resolver: Resolver, register: Register = REGISTER, settings: Settings | None = None
) -> Planned:
    monkeypatch.setattr(plans, "look_up_all", resolver)
    monkeypatch.setattr(plans, "has_ipv6_route", lambda: False)
    return plan_scan(register, register.apps, PROFILE, settings or Settings(), FixedClock())


def everything(ip: str = "203.0.113.10") -> Resolver:
    return Resolver({f"{name}.contoh.go.id": ip for name in ("portal", "arsip", "berita", "uji", "baru")})


def test_nothing_chosen_means_all() -> None:
    assert select(REGISTER, (), ()) == REGISTER.apps


def test_apps_and_opds_add_up_in_the_order_of_the_register() -> None:
    chosen = select(REGISTER, (AppId("arsip"),), (KOMINFO,))
    assert [app.id for app in chosen] == ["portal", "arsip", "berita"]
    assert {app.opd for app in select(REGISTER, (), (DINKES,))} == {DINKES}


def test_unknown_ids_are_all_told_with_the_nearest() -> None:
    with pytest.raises(UsageError) as error:
        select(REGISTER, (AppId("portl"),), (OpdId("dinkess"),))
    assert error.value.values["word"] == "portl, dinkess"
    assert "portal" in error.value.values["near"]


def test_names_that_no_permit_could_cover_are_not_even_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = everything()
    register = small_register(permit("portal"), permit("arsip", until=date(2026, 9, 1)))
    planned(monkeypatch, resolver, register)
    assert set(resolver.asked) == {"portal.contoh.go.id"}


def test_each_name_is_looked_up_once_and_apexes_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = everything()
    resolver.table["contoh.go.id"] = "203.0.113.1"
    settings = Settings(domains=DomainSettings(official=("contoh.go.id", "lain.go.id")))
    made = planned(monkeypatch, resolver, settings=settings)
    assert {"MX", "TXT", "NS", "CAA"} <= set(resolver.asked["contoh.go.id"])
    assert "MX" not in resolver.asked["portal.contoh.go.id"]
    assert "lain.go.id" not in resolver.asked  # no app stands below it
    assert set(made.dns) == set(resolver.asked)


def test_mail_policies_are_followed_for_apexes_that_an_app_stands_at(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "contoh.go.id": '"v=spf1 include:spf.penyedia.id -all"',
        "spf.penyedia.id": '"v=spf1 include:dua.penyedia.id include:contoh.go.id -all"',
    }
    asked: list[tuple[str, tuple[str, ...]]] = []

    def look_up(names: Iterable[str], types: Sequence[str], _resolver: str, _clock: Clock) -> dict[str, Observation]:
        wanted = tuple(names)
        asked.extend((name, tuple(types)) for name in wanted)
        return {
            name: Observation(
                job_key=JobKey(f"dns|{name}"),
                subject=Domain(name),
                taken_at=NOON,
                probe="dns",
                status=Status.OK,
                payload=DnsAnswer(name=name, records={"TXT": (texts[name],)} if name in texts else {}),
            )
            for name in wanted
        }

    monkeypatch.setattr(plans, "look_up_all", look_up)
    known = look_up(("contoh.go.id",), ("TXT",), "", FixedClock())
    found = plans.mail_look_ups(("contoh.go.id",), known, Settings(), FixedClock())
    policies = {"_dmarc.contoh.go.id", "_dmarc.go.id", "_dmarc.id"}
    assert set(found) == {*policies, "spf.penyedia.id", "dua.penyedia.id"}
    assert [name for name, _ in asked].count("spf.penyedia.id") == 1
    assert dict(asked)["_dmarc.contoh.go.id"] == ("TXT",)


def test_mail_policies_are_not_asked_for_without_an_app_at_the_apex(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = everything()
    resolver.table["contoh.go.id"] = "203.0.113.1"
    planned(monkeypatch, resolver, settings=Settings(domains=DomainSettings(official=("contoh.go.id",))))
    assert not any(name.startswith("_dmarc.") for name in resolver.asked)


def test_a_resolver_that_answers_nothing_is_our_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SecscanError, match="no_dns") as error:
        planned(monkeypatch, Resolver({}), settings=Settings(dns=DnsSettings(resolver="192.0.2.53")))
    assert error.value.where == "192.0.2.53"


def test_one_name_without_answer_is_that_apps_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = everything()
    resolver.table["portal.contoh.go.id"] = ""
    made = planned(monkeypatch, resolver)
    (refusal,) = [one for one in made.plan.refusals if one.app == "portal"]
    assert (refusal.reason, refusal.values) == (Reason.DNS, {"target": "portal.contoh.go.id"})
    assert any("arsip" in batch.apps for batch in made.plan.batches)


@pytest.mark.parametrize(
    ("check", "addresses"),
    [
        ("", ()),
        ("192.0.2.7", ("192.0.2.7",)),
        ("192.0.2.7:8080,8443", ("192.0.2.7",)),
        ("2001:db8::7", ("2001:db8::7",)),
        ("uji.contoh.go.id:443", ("203.0.113.10",)),
    ],
)
def test_the_self_test_host(monkeypatch: pytest.MonkeyPatch, check: str, addresses: tuple[str, ...]) -> None:
    monkeypatch.setattr(plans, "look_up_all", everything())
    assert egress_addresses(Settings(scan=ScanSettings(egress_check=check)), FixedClock()) == addresses

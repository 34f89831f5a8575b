"""What rows of the register lack, and rows that stand there twice."""

import msgspec

from secscan.hygiene.entries import below, outside, registered_twice, unowned
from secscan.model.enums import AppStatus
from secscan.model.hygiene import HygieneTerms, Proposal
from secscan.model.register import Contact, Opd
from tests.unit.hygiene.histories import DINKES, DISDIK, TERMS, app, seen


def codes(entry_urls: tuple[str, ...], terms: HygieneTerms = TERMS, **fields: object) -> list[str]:
    return [one.code for one in outside(app("a", *entry_urls, **fields), terms)]


def test_names_outside_the_official_domain() -> None:
    assert codes(("https://app.contoh.go.id/", "https://contoh.go.id/")) == []
    assert codes(("https://contoh.com/",)) == ["not_official"]
    assert codes(("https://jahatcontoh.go.id/",)) == ["other_government"]
    assert codes(("https://sukamaju.desa.id/", "http://10.0.0.1/", "http://portal/", "http://app.local/")) == []
    assert codes(("https://contoh.com/",), status=AppStatus.DITUTUP) == []


def test_without_configured_domains_no_government_name_is_doubted() -> None:
    assert codes(("https://lain.go.id/",), msgspec.structs.replace(TERMS, official=())) == []


def test_exemptions_are_told_with_their_reason_and_ask_for_nothing() -> None:
    terms = msgspec.structs.replace(TERMS, exempt={"wisata.id": "Surat Sekda 1/2026"})
    (remark,) = outside(app("a", "https://www.wisata.id/"), terms)
    assert (remark.code, remark.proposal) == ("exempt", Proposal.KEEP)
    assert remark.values == {"name": "www.wisata.id", "reason": "Surat Sekda 1/2026"}


def test_agencies_that_nobody_can_reach() -> None:
    mute = Opd(DISDIK.id, "Disdik", contact=Contact("Budi"))
    histories = (seen(app("a")), seen(app("b", opd=DISDIK)), seen(app("c", opd=DISDIK)))
    (remark,) = unowned(histories, {DINKES.id: DINKES, DISDIK.id: mute})
    assert (remark.code, remark.apps, remark.values) == ("no_reach", ("b", "c"), {"name": "Budi"})
    assert [one.code for one in unowned(histories, {DINKES.id: DINKES})] == ["no_opd"]
    phone = Opd(DISDIK.id, "Disdik", contact=Contact(phone="0411-1"))
    assert list(unowned(histories, {DINKES.id: DINKES, DISDIK.id: phone})) == []


def test_the_same_address_in_two_rows() -> None:
    histories = (
        seen(app("a", "https://x.contoh.go.id/")),
        seen(app("b", "http://www.x.contoh.go.id/", opd=DISDIK)),
        seen(app("c", "https://x.contoh.go.id/lain/")),
        seen(app("d", "https://x.contoh.go.id:8443/")),
        seen(app("e", "https://x.contoh.go.id/", status=AppStatus.DIGABUNG)),
    )
    (remark,) = registered_twice(histories)
    assert (remark.code, remark.apps, remark.proposal) == ("same_address", ("a", "b"), Proposal.DATA)


def test_the_same_name_twice_in_one_agency_only() -> None:
    histories = (
        seen(app("a", name="Simpeg")),
        seen(app("b", name="SIMPEG ")),
        seen(app("c", name="Simpeg", opd=DISDIK)),
    )
    assert [one.apps for one in registered_twice(histories)] == [("a", "b")]


def test_below_goes_by_labels() -> None:
    assert below("a.contoh.go.id", ("Contoh.go.id.",))
    assert not below("acontoh.go.id", ("contoh.go.id",))

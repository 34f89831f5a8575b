"""The words that cells may hold for the model's closed sets, in Indonesian and English."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from secscan.model.enums import AppKind, AppStatus, Criticality, Environment, HostKind, Intensity
from secscan.registry.columns import fold

E = TypeVar("E", bound=StrEnum)


def _words(table: Mapping[E, str]) -> Mapping[str, E]:
    """Folded word -> member, from the comma-separated words of each; its own value is a word too."""
    pairs = {fold(word): member for member, words in table.items() for word in (member.value, *words.split(","))}
    return MappingProxyType(pairs)


CRITICALITY = _words({Criticality.STRATEGIS: "strategic", Criticality.TINGGI: "high", Criticality.RENDAH: "low"})
ENVIRONMENT = _words(
    {
        Environment.PRODUKSI: "production,prod,live,operasional",
        Environment.UJI: "test,testing,staging,uji coba,ujicoba,development,dev,pengembangan,demo",
    }
)
APP_KIND = _words(
    {
        AppKind.WEB: "website,situs,situs web,aplikasi web,webapp,web app,berbasis web",
        AppKind.API: "web service,webservice,layanan api,rest api",
        AppKind.ANDROID: "mobile,aplikasi android,android app,apk",
    }
)
APP_STATUS = _words(
    {
        AppStatus.AKTIF: "active,ya,digunakan,hidup",
        AppStatus.MATI: "dead,tidak aktif,nonaktif,non aktif,inactive,down",
        AppStatus.DIGABUNG: "merged,gabung,integrasi",
        AppStatus.DITUTUP: "closed,tutup,dihentikan,retired",
        AppStatus.USULAN: "proposed,diusulkan,calon",
    }
)
HOST_KIND = _words(
    {
        HostKind.PEMDA: "milik pemda,milik sendiri,own,local government",
        HostKind.HOSTING_BERSAMA: "shared hosting,shared,hosting",
        HostKind.CLOUD: "awan,komputasi awan,vps",
        HostKind.CDN: "content delivery network,waf",
        HostKind.PUSAT: "central,pemerintah pusat,central government,pdn",
    }
)
INTENSITY = _words({Intensity.PASSIVE: "pasif", Intensity.STANDARD: "standar,normal", Intensity.DEEP: "dalam,mendalam"})

ANY_HOUR = frozenset(map(fold, ("bebas", "kapan saja", "any", "24 jam", "24 hours", "sepanjang hari", "all day")))
"""Folded words for "at any hour"."""

EXTRAS = frozenset(
    {"persetujuan-pemilik", "owner-consent", "ftp", "smb", "rsync", "vnc", "snmp", "dokumen", "documents"}
)
"""What `izin_khusus` may name: the consent of an address's owner, and what the deep profile asks for besides."""

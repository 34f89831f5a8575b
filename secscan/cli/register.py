"""`secscan register`: the group of the register's verbs."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.cli.groups import LazyGroup, Verb


class Register(LazyGroup):
    """The verbs of the register."""

    verbs: ClassVar[Mapping[str, Verb]] = {
        "template": Verb("secscan.cli.register_files:template", "Menulis buku kerja kosong untuk diisi."),
        "import": Verb("secscan.cli.register_import:import_", "Mengimpor buku kerja atau folder CSV."),
        "check": Verb("secscan.cli.register_import:check", "Memeriksa berkas atau register, tanpa mengubah apa pun."),
        "export": Verb("secscan.cli.register_files:export", "Menulis register ke XLSX atau folder CSV."),
        "list": Verb("secscan.cli.register_list:list_", "Mendaftar isi register."),
        "show": Verb("secscan.cli.register_list:show", "Menampilkan satu entri."),
        "discover": Verb("secscan.cli.register_discover:discover", "Mencari aplikasi yang belum terdaftar."),
        "hygiene": Verb("secscan.cli.register_hygiene:hygiene", "Menimbang isi register dari bukti tersimpan."),
    }


@click.group(cls=Register)
def register() -> None:
    """Register: OPD, aplikasi, surat tugas (izin), dan host."""

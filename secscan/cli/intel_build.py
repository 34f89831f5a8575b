"""`secscan intel build`: fingerprints of a local application, from a git clone with tags."""

from pathlib import Path

import click

from secscan.cli.session import Session, pass_session


@click.command()
@click.argument("product")
@click.option(
    "--from", "clone", required=True, type=click.Path(path_type=Path), help="Folder klon git dengan tag versi."
)
@click.option("--tags", default="*", show_default=True, metavar="POLA", help="Hanya tag yang cocok, misalnya v2.*.")
@click.option("--path", "folder", default="", metavar="SUBFOLDER", help="Akar web di dalam klon, misalnya public.")
@click.option("--label", default="", help="Nama produk di laporan (bawaan: PRODUCT).")
@click.option(
    "--asset", "assets", multiple=True, metavar="AWALAN", help="Awalan jalur aset khas, misalnya simdes/; berulang."
)
@click.option("--cookie", "cookies", multiple=True, metavar="NAMA", help="Nama kuki khas produk; boleh berulang.")
@click.option(
    "--generator", "generators", multiple=True, metavar="AWALAN", help="Awalan meta generator; boleh berulang."
)
@pass_session
def build(
    session: Session,
    product: str,
    clone: Path,
    tags: str,
    folder: str,
    label: str,
    assets: tuple[str, ...],
    cookies: tuple[str, ...],
    generators: tuple[str, ...],
) -> None:
    """Membuat sidik berkas PRODUCT dari tag-tag klon git, agar aplikasi lokal dikenali beserta versinya.

    Hanya berkas statis yang disajikan server web; klon tidak diubah. Tanpa --asset, --cookie, atau --generator, produk
    dikenali bila halamannya memuat dua berkas dari sidik itu dan isinya cocok.
    """
    from secscan.intel.building import Order
    from secscan.intel.building import build as make
    from secscan.intel.overlay import install
    from secscan.intel.packs import load_intel
    from secscan.model.intel import Sign
    from secscan.workspace.lock import locked

    opened = session.open()
    sign = Sign(label=label or product, assets=assets, cookies=cookies, generators=generators)
    with locked(opened.workspace, "intel build", session.clock.now()):
        built = make(Order(product, clone, tags, folder, sign), load_intel(opened.workspace.intel))
        install(opened.workspace.intel, built.data)
    words = session.wording("intel")
    values = {
        "product": product,
        "releases": str(built.releases),
        "files": str(built.files),
        "groups": str(built.groups),
    }
    session.output.say(words.text("built", values))
    if built.left_out:
        shown = ", ".join(built.left_out[:10])
        session.output.say(words.text("tags_left_out", {"count": str(len(built.left_out)), "tags": shown}))
    if not (assets or cookies or generators):
        key = "recognised_by" if len(built.paths) > 1 else "not_recognised"
        session.output.say(words.text(key, {"paths": ", ".join(built.paths[:5])}))

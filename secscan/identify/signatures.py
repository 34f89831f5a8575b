"""All products that are recognised, by the key that the data packs give them."""

from secscan.identify.publishing import PUBLISHING
from secscan.identify.signature import Signature
from secscan.identify.tools import KITS, TOOLS

SIGNATURES: dict[str, Signature] = {**PUBLISHING, **TOOLS, **KITS}
LABELS: dict[str, str] = {key: signature.label for key, signature in SIGNATURES.items()}

"""A small table of a made-up product, to reason about by hand.

release   1.0  1.1  1.2  2.0  2.1
a.js       A    A    B    C    D
b.css      -    M    M    M    N
c.js       X    X    X    Y    Y
"""

from datetime import date

from secscan.model.intel import FingerprintFile, Fingerprints, ProductIntel

VERSIONS = ("1.0", "1.1", "1.2", "2.0", "2.1")
A, B, C, D = ("a" * 16, "b" * 16, "c" * 16, "d" * 16)
M, N = ("e" * 16, "f" * 16)
X, Y = ("1" * 16, "2" * 16)
PRODUCT = ProductIntel(key="wordpress", label="Produk", releases=dict.fromkeys(VERSIONS, date(2026, 1, 1)))
TABLE = Fingerprints(
    product="wordpress",
    versions=VERSIONS,
    data_date=date(2026, 8, 22),
    files={
        "js/a.js": FingerprintFile(1.0, {A: 0b00011, B: 0b00100, C: 0b01000, D: 0b10000}),
        "css/b.css": FingerprintFile(1.0, {M: 0b01110, N: 0b10000}),
        "lib/c.js": FingerprintFile(1.0, {X: 0b00111, Y: 0b11000}),
    },
)

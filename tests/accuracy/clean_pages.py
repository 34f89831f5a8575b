"""Clean applications whose pages hold what faults are made of: words, names, hidden menus, forms, cookies, links."""

from tests.accuracy.case import Case
from tests.accuracy.serve import App, Reply, Visit, page, pages

_TERMS = "slot gacor, situs togel, rtp live, maxwin, pragmatic play, bandar judi bola, sbobet, scatter hitam, mahjong ways, deposit pulsa"


def _news(visit: Visit) -> Reply:
    items = (
        ("Polres Contoh tangkap bandar togel online", "Tersangka mengelola situs slot gacor dan agen judi bola."),
        ("Kominfo blokir 1.200 situs slot gacor", f"Istilah yang dipakai: {_TERMS}."),
        ("Waspada WordPress 4.7 dan phpMyAdmin yang terbuka", "Index of /backup dan .env yang bocor sering ditemukan."),
        ("Bupati: judol merusak keluarga", "Stop judi online, laporkan lewat aduankonten.id."),
    )
    body = "".join(
        f"<article><h2><a href='/berita/{n}'>{title}</a></h2><p>{text}</p></article>"
        for n, (title, text) in enumerate(items)
    )
    story = {f"/berita/{n}": page(title, f"<p>{text} {text}</p>") for n, (title, text) in enumerate(items)}
    return pages({"/": page("Berita Kabupaten Contoh", body), **story})(visit)


_PRESS = page(
    "Siaran Pers: Pengungkapan Kasus Judi Online Slot Gacor Maxwin",
    f"<p>Polda menangkap tujuh tersangka pengelola situs judi online. Para tersangka menawarkan {_TERMS}. {_TERMS}.</p>"
    "<p>Barang bukti: rekening, ponsel. Situs: hxxps://slotgacor88[.]example. Pasal 27 ayat (2) UU ITE.</p>",
)
_CAMPAIGN = page(
    "Stop Judi Online",
    f"<h2>Kenali cirinya</h2><p>{_TERMS}</p><p>Cegah dan laporkan.</p>"
    "<a href='https://aduankonten.id/'>Laporkan situs slot gacor</a><a href='https://stopjudionline.id/'>Stop Judi Online</a>"
    "<a href='https://lawanjudol.id/slot-gacor'>Bahaya slot gacor</a>",
)
_BLOCKLIST = page(
    "Daftar Situs Judi yang Diblokir",
    "<p>Daftar domain perjudian yang telah diblokir Kominfo.</p><ul>"
    + "".join(
        f"<li>{name}</li>"
        for name in ("slotgacor88.example", "togel4d.example", "maxwin777.example", "sbobet-id.example")
    )
    + "</ul><p>Unduh <a href='/daftar.csv'>daftar lengkap</a>. Laporan masyarakat: aduankonten.id.</p>",
)
_LIBRARY = page(
    "Katalog Perpustakaan Daerah",
    "<ul><li><a href='/buku/1'>Sejarah Togel di Indonesia</a></li><li><a href='/buku/2'>Judi Bola dan Masyarakat</a></li>"
    "<li><a href='/buku/3'>The Slot Machine: Slot Online Economics</a></li><li><a href='/buku/4'>Mahjong: Filosofi Permainan</a></li>"
    "<li><a href='/buku/5'>Jackpot!</a></li><li><a href='/buku/6'>Poker Online dan Remaja</a></li></ul>",
)
_SLOTS = page(
    "Reservasi Layanan",
    "<p>Pilih slot online Anda. Slot 88 dari 120 masih tersedia. Bonus new member perpustakaan: kartu gratis.</p>"
    "<a href='https://booking.example/slot-online'>Slot online</a><a href='https://timeslot.example/'>Time slot</a>",
)
_DICTIONARY = page(
    "Kamus Istilah Gaul",
    "<dl><dt>Gacor</dt><dd>Istilah untuk burung yang rajin berkicau; kini dipakai untuk slot gacor.</dd><dt>Maxwin</dt><dd>Arti: kemenangan "
    "terbesar di slot.</dd><dt>Rungkad</dt><dd>Kalah habis; anti rungkad.</dd></dl>",
)
_BIRDS = page(
    "Lomba Burung Berkicau",
    "<p>Murai batu gacor, lovebird gacor hari ini. Pola gacor: latihan pagi.</p><a href='https://burung.example/gacor'>Burung gacor</a>",
)

_VILLAGE = page(
    "Desa Sukamaju",
    "".join(
        f"<a href='https://{name}'>{text}</a> "
        for name, text in (
            ("kecamatan.example/", "Kecamatan"),
            ("prodeskel.example/", "Prodeskel"),
            ("tokobumdes.example/daftar", "Daftar"),
            ("sikasep.example/login", "Login"),
            ("www.youtube.com/@desa", "YouTube"),
            ("umkm.example/promo-bonus", "Promo"),
            ("bumdes.example/jackpot-undian", "Undian jalan sehat"),
            ("facebook.com/desa", "Facebook"),
            ("wa.me/62811", "WhatsApp"),
        )
    )
    + "<p>Website resmi desa.</p>",
)

_MEGA = page(
    "Dinas Pendidikan",
    "<nav><ul class='menu'>"
    + "".join(
        f"<li>Menu {n}<ul class='sub-menu'>"
        + "".join(f"<li><a href='https://mitra{n}{m}.example/layanan'>Layanan {n}.{m}</a></li>" for m in range(15))
        + "</ul></li>"
        for n in range(8)
    )
    + "</ul></nav><a class='skip-link' href='#isi'>Langsung ke isi</a><span class='sr-only'>Menu utama</span>"
    "<div id='cookie' style='display:none'>Situs ini memakai kuki. <a href='https://google.com/policies'>Kebijakan</a></div>"
    "<div style='position:absolute;left:-9999px'><input name='hp_email' tabindex='-1'><a href='https://akismet.com/'>Akismet</a></div>",
    "<style>.sub-menu{display:none}.skip-link{position:absolute;left:-9999px}.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}</style>"
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"GovernmentOrganization","name":"Dinas"}</script>',
)

_FORMS = page(
    "Kontak",
    "<form><input name='q' placeholder='Cari'><button>Cari</button></form>"
    "<form action='/berlangganan' method='post'><input type='email' name='email' placeholder='Alamat email'><button>Berlangganan</button></form>"
    "<form action='/pengaduan' method='post'><input name='nik'><input name='telepon'><textarea name='isi'></textarea></form>"
    "<form action='https://formspree.example/x' method='post'><input name='nama'></form>",
)
_COOKIES = (
    ("Set-Cookie", "_ga=GA1.2.123456789.1700000000; Path=/; Max-Age=63072000"),
    ("Set-Cookie", "_gid=GA1.2.987654321.1700000000; Path=/; Max-Age=86400"),
    ("Set-Cookie", "XSRF-TOKEN=eyJpdiI6IkFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFla; Path=/; Secure"),
    ("Set-Cookie", "lang=id; Path=/"),
    ("Set-Cookie", "cookie_consent=1; Path=/; Max-Age=31536000"),
    ("Set-Cookie", "AWSALB=abcdefghijklmnopqrstuvwxyz0123456789ABCDEF; Path=/; Expires=Thu, 01 Jan 2099 00:00:00 GMT"),
    ("Set-Cookie", "BIGipServerpool_web=1677787402.20480.0000; path=/"),
    ("Set-Cookie", "PHPSESSID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/"),
)
_GOOD_SESSION = (("Set-Cookie", "PHPSESSID=9a8b7c6d5e4f3a2b1c0d9e8f7a; path=/; secure; HttpOnly; SameSite=Lax"),)

_KEYWORDS = page(
    "Panduan Keamanan Website",
    "<h2>Index of /</h2><p>Jangan biarkan phpMyAdmin, Adminer, .env, .git/HEAD, wp-config.php.bak, backup.zip dan dump SQL terbuka.</p>"
    "<pre>APP_KEY=base64:xxxx\nDB_PASSWORD=rahasia\n[core]\nref: refs/heads/main\n-- MySQL dump 10.13\nCREATE TABLE `users` (\n</pre>"
    "<p>Powered by WordPress 4.7, Joomla! 3.4, Drupal 7, PHP/5.6.40, Apache/2.2.15 (CentOS), nginx/1.14.2. Directory listing for /uploads/</p>"
    '<pre>&lt;form&gt;&lt;input name="pma_username"&gt;&lt;input type="password" name="pma_password"&gt;&lt;/form&gt;</pre>'
    "<p>Dashboard admin, logout, users, settings, installation. Just a moment... Checking your browser. Internet Positif. diblokir</p>"
    "<!-- APP_ENV=production DB_PASSWORD=contoh -->",
)
_INDEX_OF = page(
    "Index of /",
    "<p>Artikel: mengapa halaman Index of / berbahaya.</p><a href='/'>Beranda</a><a href='/artikel/1'>Artikel pertama</a><a href='/tentang'>Tentang</a><a href='/kontak'>Kontak</a><a href='https://kominfo.go.id/'>Kominfo</a>",
)

_WORDPRESS_TALK = page(
    "Pelatihan WordPress 4.7",
    "<p>Materi: /wp-login.php, /wp-admin/install.php, generator WordPress 4.7.</p><a href='https://wordpress.org/wp-content/themes/'>Tema</a>"
    "<img src='https://cdn.example/wp-content/uploads/2020/01/a.png' alt=''><script src='https://lain.example/wp-includes/js/jquery/jquery.js?ver=1.12.4'></script>",
)

_MEMBERS = pages(
    {
        "/": page(
            "Perizinan Daring", "<p>Ajukan izin usaha.</p><a href='/login'>Masuk</a> <a href='/register'>Daftar</a>"
        ),
        "/login": page(
            "Masuk Pemohon",
            "<form method='post' action='/login'><input type='email' name='email'><input type='password' name='password'></form><a href='/register'>Daftar akun</a>",
        ),
        "/register": page(
            "Daftar Pemohon",
            "<form method='post' action='/register'><input name='nama'><input name='nik'><input type='email' name='email'><input type='password' name='password'><input type='password' name='ulang'></form>",
        ),
    }
)


def _one(html: str, *headers: tuple[str, str]) -> App:
    return pages({"/": Reply(html, headers=headers)})


_DASHBOARD = page(
    "Dashboard Covid-19 Kabupaten Contoh",
    "<p>Data terbuka.</p><a href='/pengguna-layanan'>Pengguna</a><a href='/data/berita'>Data berita</a><a href='/pengaturan-privasi'>Pengaturan</a><a href='/unduh'>Unduh</a>",
)
_UPLOADS = pages(
    {
        "/": page("PPID", "<a href='/uploads/laporan.pdf'>Laporan</a><img src='/assets/logo.png' alt=''>"),
        "/uploads/": Reply(
            "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>", 403
        ),
        "/uploads/laporan.pdf": Reply(b"%PDF-1.7 laporan", kind="application/pdf"),
        "/assets/": Reply("", 200),
        "/files/": page(
            "Berkas",
            "<h2>Unduhan</h2><a href='/files/a.pdf'>A</a><a href='/files/b.pdf'>B</a><a href='/'>Beranda</a><a href='/kontak'>Kontak</a>",
        ),
    }
)
_PUBLISHED = pages(
    {
        "/": page("Portal Data", "<a href='/backup'>Panduan backup</a><a href='/database.sql'>Skema</a>"),
        "/backup.zip": Reply(page("Masuk dahulu", "<p>Silakan masuk untuk mengunduh.</p>")),
        "/.env": Reply("<html><body>Not here</body></html>"),
        "/composer.lock": Reply("{}", kind="application/json"),
        "/db.sql": Reply("SELECT 1; -- contoh latihan", kind="text/plain"),
        "/.git/HEAD": Reply("tidak ada\n", kind="text/plain"),
        "/config.php.bak": Reply("", kind="text/plain"),
    }
)

CASES = (
    Case("berita", _news),
    Case("siaran-pers", _one(_PRESS)),
    Case("kampanye", _one(_CAMPAIGN)),
    Case("daftar-blokir", _one(_BLOCKLIST)),
    Case("katalog-buku", _one(_LIBRARY)),
    Case("slot-jadwal", _one(_SLOTS)),
    Case("kamus", _one(_DICTIONARY)),
    Case("burung", _one(_BIRDS)),
    Case("desa", _one(_VILLAGE)),
    Case("menu-tersembunyi", _one(_MEGA)),
    Case("formulir", _one(_FORMS)),
    Case("kuki-biasa", _one(page("Dinas", "<p>Halo</p>"), *_COOKIES)),
    Case("sesi-baik", _one(page("Dinas", "<p>Halo</p>"), *_GOOD_SESSION)),
    Case("semua-kata-kunci", _one(_KEYWORDS)),
    Case("judul-index-of", _one(_INDEX_OF)),
    Case("bicara-wordpress", _one(_WORDPRESS_TALK)),
    Case("warga-masuk", _MEMBERS),
    Case("dasbor-publik", _one(_DASHBOARD)),
    Case("unggahan-tertutup", _UPLOADS),
    Case("berkas-tak-berbahaya", _PUBLISHED),
)

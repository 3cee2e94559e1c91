"""What is personal data and what only looks like it, in office Indonesian, chat and Kupang Malay."""

import pytest

from analysis.personal import names, personal

PERSONAL = [
    ("NIK saya 5371010101900001 belum terdaftar", "NIK"),
    ("nik beta 5371 0101 0190 0001 sonde muncul", "NIK"),
    ("Nomor induk 5371.0101.0190.0001 salah", "NIK"),
    ("NIP 198501012010011003 belum naik pangkat", "NIP"),
    ("nip sy 19850101 201001 1 003 salah ketik", "NIP"),
    ("hubungi 081234567890", "telepon"),
    ("wa beta 0812-3456-7890 e", "telepon"),
    ("telp +62 812 3456 7890", "telepon"),
    ("nomor 62812 3456 789 tidak diangkat", "telepon"),
    ("kantor (0380) 821234 tidak aktif", "telepon"),
    ("hp 0813.3344.5566", "telepon"),
    ("hp 0812 - 3456 - 789", "telepon"),
    ("81234567890 itu nomor saya", "telepon"),
    ("kirim ke yohanes.tefa@contoh.go.id", "mail"),
    ("email: ina_r@gmail.com, belum dibalas", "mail"),
    ("ig: inarambu_ belum dibalas", "handle"),
    ("cek @lurah_alak di medsos", "handle"),
    ("fb = Yohanes Tefa", "handle"),
    ("lihat instagram.com/inarambu", "profile"),
    ("chat wa.me/6281 saja", "profile"),
    ("https://www.facebook.com/ina.rambu", "profile"),
    ("https://contoh.id/p?nik=1", "profile"),
    ("t.me/rambu01", "profile"),
    ("norek 0123 456 789 BRI", "account"),
    ("transfer ke rekening BRI 123456789012", "account"),
    ("rek. 1234567 an sendiri", "account"),
    ("uang masuk 4567890123 kemarin", "account"),
    ("motor DH 1234 AB parkir sembarang", "plate"),
    ("motor dh 1234 ab parkir sembarang", "plate"),
    ("mobil dinas DH9012XY rusak", "plate"),
    ("B 12 KLM parkir di loket", "plate"),
    ("rumah di Jl. Piet A. Tallo 45", "address"),
    ("jalan Sudirman no 12 banjir", "address"),
    ("jln Yos Sudarso No. 3, pagar hijau", "address"),
    ("gang Mawar nomor 7", "address"),
    ("kami di RT 05/RW 02", "address"),
    ("rt 3 rw 1 gelap", "address"),
    ("kos melati no 5", "address"),
    ("lahir 12-05-1980 di Alor", "birth"),
    ("lahir tanggal 12 Mei 1980", "birth"),
]
NAMED = [
    ("salut dgn ibu Meri di loket", ["meri"]),
    ("pak budi selalu marah", ["budi"]),
    ("PAK BUDI SELALU MARAH", ["budi"]),
    ("Bu Yanti ramah sekali", ["yanti"]),
    ("tunggu Nona Yanti kembali dari cuti", ["yanti"]),
    ("Bpk. Yohanes bilang besok", ["yohanes"]),
    ("Pak Drs. Melkianus sering telat", ["melkianus"]),
    ("ibu hj siti di meja dua", ["siti"]),
    ("Pak Lurah Yohanes baik", ["yohanes"]),
    ("kaka nona Rambu yang layani", ["rambu"]),
    ("om Beni pung motor", ["beni"]),
    ("tanta Lin jual kue", ["lin"]),
    ("sdr. Anton belum tanda tangan", ["anton"]),
    ("saudara markus hadir", ["markus"]),
    ("mama Yuli antre dari pagi", ["yuli"]),
    ("nama saya Oktovianus", ["oktovianus"]),
    ("surat atas nama Maria hilang", ["maria"]),
    ("a.n. Petrus tidak ada", ["petrus"]),
    ("Ibu Kasi Pemerintahan Rosalina ramah", ["rosalina"]),
    ("mbak dewi, tolong", ["dewi"]),
]
NOT = [
    "ibu hamil ikut antre panjang",
    "kelas untuk ibu-ibu dan bapak-bapak",
    "bapak lurah jarang di kantor",
    "Pak Camat jang marah e",
    "ibu PKK butuh pelatihan menjahit",
    "TERIMA KASIH BU LURAH",
    "Ibu Bendahara sakit, honor tertunda",
    "Sy salut utk bapak trantib yg antar nenek",
    "ibu saya sakit dan butuh surat BPJS",
    "beta pung mama 78 taon ju baris",
    "Mama pulang menangis",
    "tulis ulang, pak. Printer rusak",
    "tolong lah pak, listrik padam terus",
    "om-om ojek yang angkat",
    "Om satu tu su tiga bulan sonde muncul",
    "om saya sendiri yang pimpin",
    "pendapat Saudara tentang pelayanan",
    "melayani tanpa pandang saudara",
    "Bapak Ibu, dengar dolo baru marah",
    "kaka dong di loket bae-bae",
    "pak RT numpang kamar mandi",
    "atas nama kantor kami minta maaf",
    "anggaran Rp1.500.000.000 tidak cukup",
    "biaya Rp 20.000,00 per lembar",
    "buka jam 08.00 - 15.30 setiap hari",
    "rapat 12-05-2026 jam 09.00",
    "tahun 2023 2024 2025 tidak ada bimtek",
    "20 JP setahun untuk 45 orang",
    "jalan rusak 3 bulan tidak diperbaiki",
    "rumah warga kena banjir 2 kali",
    "warga RT 05 minta lampu",
    "KIB A, B dan C belum lengkap",
    "e-kinerja dan SIPD 2 kali sehari",
    "lihat https://contoh.id/berita",
    "laki2 dan org2 tua",
    "",
    "😊👍",
]
KINDS = {"telepon": "telephone", "profile": "address of a profile"}


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_personal_data_is_found(text: str, kind: str) -> None:
    assert personal(text) == KINDS.get(kind, kind)


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_names_are_found(text: str, found: list[str]) -> None:
    assert list(names(text)) == found
    assert personal(text) is not None


@pytest.mark.parametrize("text", NOT)
def test_what_names_nobody_is_left(text: str) -> None:
    assert personal(text) is None


@pytest.mark.parametrize(
    "piece", ["pak ", "1 ", "@", "a@", "jl ", "Pak Lurah ", "rek ", "(0", "rt 1 ", "a.n. ", "lahir "]
)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    assert personal(piece * 20_000 + " 5371010101900001x") is not None


def test_a_row_of_titles_is_followed_a_few_words_only() -> None:
    assert list(names("Pak Lurah " * 20_000 + "Yohanes")) == ["yohanes"] * 2

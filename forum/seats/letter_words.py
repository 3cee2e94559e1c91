"""The texts of letters about a registration: what happened -> language -> subject and body. Facts in braces."""

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "registered": {
        "id": (
            "Anda terdaftar: {title}",
            "Anda mendapat tempat di workshop (lokakarya) “{title}”. Undangan kalender terlampir.",
        ),
        "en": ("You are registered: {title}", "You have a seat in this workshop."),
    },
    "waiting": {
        "id": (
            "Daftar tunggu: {title}",
            "Tempat di workshop “{title}” sedang penuh. Anda berada di daftar tunggu dengan nomor {number}. "
            "Begitu ada tempat kosong untuk Anda, kami menulis lagi.",
        ),
        "en": ("Waiting list: {title}", "The workshop is full; your number on the waiting list is {number}."),
    },
    "requested": {
        "id": (
            "Pendaftaran diterima: {title}",
            "Pendaftaran Anda untuk workshop “{title}” sudah masuk dan menunggu persetujuan penyelenggara.",
        ),
        "en": ("Request received: {title}", "The organisers will decide about your registration."),
    },
    "offered": {
        "id": (
            "Ada tempat untuk Anda: {title}",
            "Satu tempat di workshop “{title}” kosong dan sekarang disimpan untuk Anda sampai {until}. "
            "Terima atau tolak sebelum waktu itu; sesudahnya tempat ini ditawarkan kepada orang berikutnya.",
        ),
        "en": (
            "A seat for you: {title}",
            "A seat is held for you until {until}. Please accept or decline it.",
        ),
    },
    "expired": {
        "id": (
            "Tawaran lewat waktu: {title}",
            "Tawaran tempat di workshop “{title}” tidak lagi berlaku dan diteruskan kepada orang berikutnya. "
            "Bila masih ingin ikut, Anda dapat mendaftar lagi di urutan terakhir.",
        ),
        "en": ("Offer over: {title}", "The offer is over. You may join the waiting list again, at its end."),
    },
    "declined": {
        "id": (
            "Tawaran ditolak: {title}",
            "Anda menolak tempat di workshop “{title}”. Tempat itu kami tawarkan kepada orang berikutnya.",
        ),
        "en": ("Offer declined: {title}", "You declined the seat; it goes to the next person."),
    },
    "refused": {
        "id": (
            "Pendaftaran tidak disetujui: {title}",
            "Mohon maaf, pendaftaran Anda untuk workshop “{title}” tidak dapat disetujui.",
        ),
        "en": ("Registration not approved: {title}", "We are sorry: your registration was not approved."),
    },
    "cancelled": {
        "id": (
            "Pendaftaran dibatalkan: {title}",
            "Pendaftaran Anda untuk workshop “{title}” sudah dibatalkan.",
        ),
        "en": ("Registration cancelled: {title}", "Your registration is cancelled."),
    },
    "closed": {
        "id": (
            "Pendaftaran ditutup, Anda tetap di daftar tunggu: {title}",
            "Pendaftaran workshop “{title}” sudah ditutup. Anda tetap di daftar tunggu dengan nomor {number}: "
            "bila ada peserta yang batal, tempatnya masih ditawarkan kepada yang menunggu.",
        ),
        "en": ("Registration closed: {title}", "You stay on the waiting list with number {number}."),
    },
    "unserved": {
        "id": (
            "Tidak mendapat tempat: {title}",
            "Mohon maaf, sampai akhir tidak ada tempat untuk Anda di workshop “{title}”. Permintaan Anda kami "
            "catat sebagai bahan rencana pengembangan.",
        ),
        "en": (
            "No seat: {title}",
            "We are sorry: no seat became free. Your wish counts as evidence for the plan.",
        ),
    },
}
LINES = {
    "id": {
        "greeting": "Yth. {name}",
        "reason": "Alasan: {reason}",
        "page": "Lihat, pastikan, ubah, atau batalkan di sini (simpan alamat ini untuk Anda sendiri):\n{url}",
        "code": "Kode peserta Anda (simpan untuk Anda sendiri): {code}\n"
        "Ketik kode itu di halaman Workshop, bagian “Saya sudah mendaftar”.",
        "contact": "Narahubung: {contact}",
        "close": "Hormat kami,\n{sender}",
    },
}

"""The texts of letters: kind -> language -> subject and body. Facts in braces; "…_line" is empty or a whole line."""

Words = dict[str, dict[str, tuple[str, str]]]

LINES: dict[str, dict[str, str]] = {
    "id": {
        "place": "Tempat:",
        "link": "Tautan pertemuan:",
        "contact": "Narahubung:",
        "url": "Halaman:",
        "until": " paling lambat {time}",
        "committee": "Panitia",
        "anybody": "Bapak/Ibu",
    },
    "en": {
        "place": "Place:",
        "link": "Meeting link:",
        "contact": "Contact:",
        "url": "Page:",
        "until": " by {time}",
        "committee": "The organisers",
        "anybody": "Sir or Madam",
    },
}

WORDS: Words = {
    "invitation": {
        "id": (
            "Undangan: {title}",
            "Yth. {nama}\n\n"
            "Dengan hormat,\n\n"
            "kami mengundang Bapak/Ibu mengikuti workshop (lokakarya) “{title}”, yang akan diselenggarakan pada:\n\n"
            "{when}\n{place_line}\n"
            "{about}"
            "Karena tempat terbatas, mohon mendaftar{limit}.\n{url_line}{contact_line}\n"
            "Atas perhatian dan kehadiran Bapak/Ibu, kami ucapkan terima kasih.\n\n"
            "Hormat kami,\n{sender}",
        ),
        "en": (
            "Invitation: {title}",
            "Dear {nama},\n\n"
            "we would like to invite you to the workshop “{title}”:\n\n"
            "{when}\n{place_line}\n"
            "{about}"
            "Seats are limited: please register{limit}.\n{url_line}{contact_line}\n"
            "We look forward to seeing you.\n\n"
            "Kind regards,\n{sender}",
        ),
    },
    "reminder": {
        "id": (
            "Pengingat: {title}",
            "Yth. {nama}\n\n"
            "Kami mengingatkan bahwa Anda terdaftar sebagai peserta workshop “{title}”:\n\n"
            "{when}\n{place_line}{link_line}\n"
            "Bila berhalangan hadir, mohon batalkan pendaftaran Anda agar tempatnya dapat dipakai orang lain.\n"
            "{url_line}{contact_line}\n"
            "Sampai bertemu,\n{sender}",
        ),
        "en": (
            "Reminder: {title}",
            "Dear {nama},\n\n"
            "this is a reminder that you are registered for the workshop “{title}”:\n\n"
            "{when}\n{place_line}{link_line}\n"
            "If you cannot come, please cancel your registration so that somebody else can have the seat.\n"
            "{url_line}{contact_line}\n"
            "See you there,\n{sender}",
        ),
    },
    "offer_ends": {
        "id": (
            "Tawaran tempat segera berakhir: {title}",
            "Yth. {nama}\n\n"
            "Ada tempat untuk Anda di workshop “{title}”, tetapi belum Anda jawab. "
            "Tawaran ini berlaku sampai {time}; setelah itu tempatnya ditawarkan kepada orang berikutnya.\n\n"
            "Terima atau tolak tawaran ini lewat halaman pendaftaran Anda.\n{url_line}{contact_line}\n"
            "Hormat kami,\n{sender}",
        ),
        "en": (
            "Your seat offer ends soon: {title}",
            "Dear {nama},\n\n"
            "there is a seat for you at the workshop “{title}”, but you have not answered yet. "
            "The offer stands until {time}; after that the seat goes to the next person.\n\n"
            "Please accept or decline it on the page of your registration.\n{url_line}{contact_line}\n"
            "Kind regards,\n{sender}",
        ),
    },
    "cancelled": {
        "id": (
            "Dibatalkan: {title}",
            "Yth. {nama}\n\n"
            "Dengan menyesal kami sampaikan bahwa workshop “{title}” dibatalkan. Jadwal semula:\n\n"
            "{when}\n\n"
            "Alasan: {reason}\n\n"
            "Anda tidak perlu melakukan apa pun. Buka lampiran surel ini untuk menghapus acara dari kalender Anda.\n"
            "{contact_line}\n"
            "Mohon maaf atas ketidaknyamanan ini.\n\n"
            "Hormat kami,\n{sender}",
        ),
        "en": (
            "Cancelled: {title}",
            "Dear {nama},\n\n"
            "we are sorry to tell you that the workshop “{title}” is cancelled. It was planned for:\n\n"
            "{when}\n\n"
            "Reason: {reason}\n\n"
            "You need not do anything. Open the attachment to take the event out of your calendar.\n"
            "{contact_line}\n"
            "We apologise for the inconvenience.\n\n"
            "Kind regards,\n{sender}",
        ),
    },
    "changed": {
        "id": (
            "Perubahan jadwal atau tempat: {title}",
            "Yth. {nama}\n\n"
            "Ada perubahan pada workshop “{title}” yang Anda ikuti. Yang berlaku sekarang:\n\n"
            "{when}\n{place_line}{link_line}\n"
            "Buka lampiran surel ini untuk memperbarui kalender Anda. Bila tidak dapat hadir, mohon batalkan "
            "pendaftaran Anda.\n{url_line}{contact_line}\n"
            "Hormat kami,\n{sender}",
        ),
        "en": (
            "Change of time or place: {title}",
            "Dear {nama},\n\n"
            "something has changed about the workshop “{title}” that you are registered for. It is now:\n\n"
            "{when}\n{place_line}{link_line}\n"
            "Open the attachment to bring your calendar up to date. If you cannot come, please cancel your "
            "registration.\n{url_line}{contact_line}\n"
            "Kind regards,\n{sender}",
        ),
    },
    "chat_invitation": {
        "id": (
            "",
            "Yth. {nama}, kami mengundang Anda ke workshop “{title}”:\n{when}\n{place_line}"
            "Silakan mendaftar, tempat terbatas.\n{url_line}Terima kasih. – {sender}",
        ),
        "en": (
            "",
            "Hello {nama}, we would like to invite you to the workshop “{title}”:\n{when}\n{place_line}"
            "Please register, seats are limited.\n{url_line}Thank you. – {sender}",
        ),
    },
    "chat_reminder": {
        "id": (
            "",
            "Yth. {nama}, kami mengingatkan workshop “{title}” yang Anda ikuti:\n{when}\n"
            "{place_line}{link_line}Bila berhalangan, mohon kabari kami. Sampai bertemu. – {sender}",
        ),
        "en": (
            "",
            "Hello {nama}, this is a reminder of the workshop “{title}” that you are registered for:\n{when}\n"
            "{place_line}{link_line}If you cannot come, please let us know. See you there. – {sender}",
        ),
    },
    "chat_offer": {
        "id": (
            "",
            "Yth. {nama}, ada tempat untuk Anda di workshop “{title}”. Mohon dijawab sampai "
            "{time} lewat halaman pendaftaran Anda; setelah itu tempatnya kami tawarkan kepada orang "
            "berikutnya.\n{url_line}Terima kasih. – {sender}",
        ),
        "en": (
            "",
            "Hello {nama}, there is a seat for you at the workshop “{title}”. Please answer by {time} on the "
            "page of your registration; after that it goes to the next person.\n{url_line}Thank you. – {sender}",
        ),
    },
    "chat_share": {
        "id": (
            "",
            "Mari ikut workshop “{title}”:\n{when}\n{place_line}Tempat terbatas, silakan mendaftar lebih dahulu.\n{url_line}",
        ),
        "en": (
            "",
            "Join us at the workshop “{title}”:\n{when}\n{place_line}Seats are limited, please register.\n"
            "{url_line}",
        ),
    },
}

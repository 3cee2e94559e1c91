"""The texts of letters: kind -> language -> subject and body. Facts in braces."""

ANYBODY = {"id": "Bapak/Ibu", "en": "Sir or Madam"}
UNTIL = {"id": " paling lambat {day}", "en": " by {day}"}

_ONE_ANSWER_ID = (
    "Kode ini untuk satu jawaban dan hanya untuk Bapak/Ibu; mohon tidak diteruskan. Yang dicatat hanya bahwa kode ini"
    " sudah dipakai. Jawaban disimpan terpisah, tanpa nama dan tanpa kode, sehingga tidak dapat dihubungkan dengan"
    " Bapak/Ibu.\n\n"
)
_ONE_ANSWER_EN = (
    "The code is for one answer and for you alone; please do not pass it on. All we note is that it was used. Answers"
    " are kept apart, without name and code, so that yours cannot be connected with you.\n\n"
)

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "invitation": {
        "id": (
            "Undangan mengisi survei: {title}",
            "Yth. {nama}\n\n"
            "Dengan hormat,\n\n"
            "kami mengundang Bapak/Ibu mengisi survei “{title}”{until}. Buka alamat ini:\n\n"
            "{link}\n\n"
            "Atau buka {page}, lalu ketik kode undangan {kode}.\n\n"
            f"{_ONE_ANSWER_ID}"
            "Atas waktu Bapak/Ibu kami ucapkan terima kasih.\n\n"
            "Hormat kami,\n{sender}\n",
        ),
        "en": (
            "Invitation to a survey: {title}",
            "Dear {nama},\n\n"
            "we would like to invite you to answer the survey “{title}”{until}. Please open:\n\n"
            "{link}\n\n"
            "Or open {page} and type the invitation code {kode}.\n\n"
            f"{_ONE_ANSWER_EN}"
            "Thank you for your time.\n\n"
            "Kind regards,\n{sender}\n",
        ),
    },
    "reminder": {
        "id": (
            "Pengingat survei: {title}",
            "Yth. {nama}\n\n"
            "Undangan Bapak/Ibu untuk survei “{title}” belum dipakai. Survei ini masih dapat diisi{until}:\n\n"
            "{link}\n\n"
            "Atau buka {page}, lalu ketik kode undangan {kode}.\n\n"
            f"{_ONE_ANSWER_ID}"
            "Mengisi tidak wajib. Bila surat ini bersilang jalan dengan jawaban Bapak/Ibu, mohon diabaikan.\n\n"
            "Hormat kami,\n{sender}\n",
        ),
        "en": (
            "Reminder of a survey: {title}",
            "Dear {nama},\n\n"
            "your invitation to the survey “{title}” has not been used yet. You can still answer{until}:\n\n"
            "{link}\n\n"
            "Or open {page} and type the invitation code {kode}.\n\n"
            f"{_ONE_ANSWER_EN}"
            "Answering is voluntary. If this letter has crossed with your answer, please disregard it.\n\n"
            "Kind regards,\n{sender}\n",
        ),
    },
    "chat": {
        "id": (
            "",
            "Yth. {nama}, kami mengundang Anda mengisi survei “{title}”{until}: {link} – kode ini untuk satu jawaban dan"
            " hanya untuk Anda; jawaban disimpan tanpa nama dan tanpa kode. Bila sudah mengisi, abaikan pesan ini."
            " Terima kasih. – {sender}",
        ),
        "en": (
            "",
            "Hello {nama}, we would like to invite you to the survey “{title}”{until}: {link} – the code is for one"
            " answer and for you alone; answers are kept without name and code. If you have answered already, please"
            " disregard this message. Thank you. – {sender}",
        ),
    },
}

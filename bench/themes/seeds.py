"""Three words for each theme, as a person would name them who saw the labels and no answer."""

WORDS = {
    "id_monev4": {
        "ruang_fasilitas": ("ruang", "fasilitas", "tempat"),
        "pengajar_materi": ("pengajar", "materi", "instruktur"),
        "konsumsi": ("konsumsi", "makan", "minum"),
        "asesor_ujian": ("asesor", "ujian", "asesmen"),
    },
    "id_hoasa1": {
        "kebersihan": ("kebersihan", "bersih", "kotor"),
        "service": ("pelayanan", "staf", "ramah"),
        "ac": ("ac", "pendingin", "dingin"),
        "linen": ("handuk", "sprei", "selimut"),
        "air_panas": ("air panas", "air", "shower"),
        "wifi": ("wifi", "internet", "sinyal"),
        "bau": ("bau", "rokok", "apek"),
        "tv": ("tv", "televisi", "saluran"),
    },
}

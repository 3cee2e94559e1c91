"""The house rules of the discussion: the office's own text, or ours."""

from collections.abc import Mapping

from core.errors import N_

REMINDER_DAYS, MOST_DAYS = 2, 30
LONGEST = 8000
# Printed where the office has not written its own.
DEFAULT_RULES = N_(
    "1. Bicarakan hal dan layanannya, bukan orangnya.\n"
    "2. Jangan menulis data pribadi orang lain: nama warga yang dilayani, NIK, nomor telepon, alamat, "
    "atau keadaan kesehatannya.\n"
    "3. Jangan menghina, mengancam, atau merendahkan orang karena suku, agama, ras, golongan, jenis "
    "kelamin, atau kecacatannya.\n"
    "4. Tetap pada topik. Hal lain dapat disampaikan di topiknya sendiri atau lewat survei.\n"
    "5. Bukan tempat beriklan.\n"
    "6. Kritik boleh, juga kritik yang keras kepada kantor ini. Kritik tidak menjadi alasan untuk "
    "menyembunyikan tulisan.\n\n"
    "Siapa pun dapat melaporkan tulisan. Tidak ada tulisan yang disembunyikan secara otomatis: seorang "
    "moderator membaca setiap laporan dan memutuskan dengan alasan tertulis. Penulis membaca alasan itu "
    "dan dapat mengajukan keberatan satu kali, yang diputuskan oleh moderator lain."
)


def own_rules(values: Mapping[str, str], lang: str) -> str:
    """What the office wrote, in the visitor's language where it is there; empty where it wrote nothing."""
    return values.get(f"forum_rules_{lang}") or values.get("forum_rules_id") or ""


def reminder_days(values: Mapping[str, str]) -> int:
    """How many working days a report may wait before the moderators are reminded."""
    told = values.get("moderation_days", "")
    return min(max(int(told), 1), MOST_DAYS) if told.isdecimal() else REMINDER_DAYS

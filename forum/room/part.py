"""What the slice learns of this subject: routes, policies, menu, jobs, data kept."""

from core.errors import N_
from core.policy import ANYONE, ANYONE_STATELESS, STAFF, Policy
from core.slices import Retention, Slice
from forum.room.cards import home_cards
from forum.room.enums import PHASES
from forum.room.kept import FORGOTTEN_DAYS, MARKS
from forum.room.tracking import SOURCE
from forum.room.views import answers, codes, hall, manage, phone

POLICIES: dict[str, Policy] = {
    "room.join": ANYONE,
    "room.phone": ANYONE,
    "room.write": ANYONE_STATELESS,
    "room.like": ANYONE_STATELESS,
    "room.vote": ANYONE_STATELESS,
    "room_codes.withdraw": ANYONE_STATELESS,
    "manage_room.show": STAFF,
    "manage_room.create": STAFF,
    "manage_room.change": STAFF,
    "manage_room.delete": STAFF,
    "manage_room.open_": STAFF,
    "manage_room.close": STAFF,
    "manage_room.put_on_screen": STAFF,
    "manage_room.move": STAFF,
    "room_answers.index": STAFF,
    "room_answers.sort": STAFF,
    "room_answers.merge": STAFF,
    "room_answers.hide": STAFF,
    "room_answers.unhide": STAFF,
    "room_hall.screen": STAFF,
    "room_hall.scribe": STAFF,
}

RETENTION = (
    Retention(
        key="room",
        label=N_("Ruang workshop: pertanyaan, jawaban, dan kelompoknya"),
        reason=N_("Dasar rencana pengembangan. Jawaban disimpan tanpa nama dan tanpa jam."),
        tables=frozenset({"room", "room_question", "room_answer", "room_group"}),
    ),
    Retention(
        key="room_marks",
        label=N_("Tanda acak ponsel di ruang workshop"),
        reason=N_(
            "Agar suka dan titik dihitung satu kali; dihapus saat ruang ditutup, atau sesudah workshop."
        ),
        tables=frozenset({"room_mark"}),
        days=FORGOTTEN_DAYS,
        purge=MARKS.purge,
        due=MARKS.count,
    ),
)

# Read after a name.
ACTIONS = {
    "room.question.add": N_("menambah pertanyaan ruang"),
    "room.question.change": N_("mengubah pertanyaan ruang"),
    "room.question.delete": N_("menghapus pertanyaan ruang"),
    "room.open": N_("membuka ruang workshop"),
    "room.show": N_("menampilkan pertanyaan di layar"),
    "room.phase": N_("memindahkan tahap pertanyaan"),
    "room.close": N_("menutup ruang workshop"),
    "room.group": N_("membuat kelompok jawaban"),
    "room.sort": N_("mengelompokkan jawaban"),
    "room.merge": N_("menggabungkan kelompok jawaban"),
    "room.star": N_("mengatur daftar pendek jawaban"),
    "room.hide": N_("menyembunyikan jawaban"),
    "room.unhide": N_("menampilkan lagi jawaban"),
}

PART = Slice(
    name="room",
    blueprints=(
        phone.blueprint,
        codes.blueprint,
        manage.blueprint,
        answers.blueprint,
        hall.blueprint,
    ),
    policies=POLICIES,
    home_cards=home_cards,
    contributions=(SOURCE,),
    retention=RETENTION,
    actions=ACTIONS,
    fact_values={"room.phase": {phase: rule.label for phase, rule in PHASES.items()}},
)

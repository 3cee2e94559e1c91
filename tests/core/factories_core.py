"""Forms of the core's pages, filled in the way a person would. Nothing is stored here."""

NEW_PASSWORD = "kalimat baru yang panjang"

CYCLE = {
    "title_id": "Rencana 2028",
    "title_en": "Plan 2028",
    "year": "2028",
    "goal_id": "Pegawai yang cakap",
    "goal_en": "",
}
UNIT = {
    "name": "Kelurahan Baru",
    "kind": "Kelurahan",
    "code": "99.01",
    "parent": "",
    "position": "3",
    "serves_public": "y",
    "active": "y",
}
PERSON = {"name": "Ibu Ana", "login": "ibu.ana", "password": "kalimat pertama saya"}

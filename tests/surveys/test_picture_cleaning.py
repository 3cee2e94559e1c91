"""Files that people send as photos: a small JPEG of the pixels comes out, or a refusal, and nothing else."""

from io import BytesIO

import pytest
from PIL import Image

from core.errors import Invalid
from core.uploads.content import MAX_BYTES
from core.uploads.content import clean as clean_upload
from surveys.pictures import LONGEST_SIDE, MOST_BYTES, Chosen, clean_picture, digest_of, is_digest
from tests.surveys.pictures import CAMERA, NOT_A_PHOTO, PAGE, TOO_LARGE, noise, photo

UNREADABLE = "Ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, atau WebP."


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("name", NOT_A_PHOTO)
def test_what_is_no_photo_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_picture(NOT_A_PHOTO[name])
    assert refusal.value.message == UNREADABLE


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_too_large_is_refused_before_it_is_read(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_picture(TOO_LARGE[name])
    assert refusal.value.message == "Gambar terlalu besar. Paling besar 24 juta piksel."


def test_empty_and_heavy_files_are_refused() -> None:
    with pytest.raises(Invalid, match="kosong"):
        clean_picture(b"")
    with pytest.raises(Invalid, match="Paling besar 8 MB"):
        clean_picture(photo() + b"\0" * MAX_BYTES)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_only_the_pixels_stay(kind: str) -> None:
    sent = photo(kind=kind)
    assert CAMERA.encode() in sent
    kept = clean_picture(sent + PAGE)
    picture = opened(kept)
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (400, 300), "RGB")
    assert (
        dict(picture.getexif()),
        picture.info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
    ) == (
        {},
        set(),
    )
    assert [mark for mark in (CAMERA.encode(), b"Exif", b"GPS", b"script", b"2026") if mark in kept] == []
    assert max(abs(a - b) for a, b in zip(picture.getpixel((350, 250)), (90, 120, 60), strict=True)) <= 6  # type: ignore[arg-type]


def test_a_turned_photo_stands_upright() -> None:
    picture = opened(clean_picture(photo(turned=True)))
    assert picture.size == (300, 400)
    # The bright corner was at the top left of what the camera stored.
    assert picture.getpixel((290, 10))[0] > 200  # type: ignore[index]


def test_large_photos_become_small_and_noise_too() -> None:
    for sent in (photo((4000, 3000)), photo((6000, 4000)), photo((4000, 200), kind="PNG"), noise(1400)):
        kept = clean_picture(sent)
        assert max(opened(kept).size) <= LONGEST_SIDE
        assert len(kept) <= MOST_BYTES
    assert opened(clean_picture(photo((4000, 3000)))).size == (1280, 960)


def test_the_same_file_becomes_the_same_bytes() -> None:
    assert clean_picture(photo()) == clean_picture(photo())
    assert digest_of(clean_picture(photo())) != digest_of(clean_picture(photo(colour=200)))


def test_transparent_parts_are_white() -> None:
    drawn = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(drawn, "PNG")
    assert opened(clean_picture(drawn.getvalue())).getpixel((5, 5)) == (255, 255, 255)
    for mode in ("L", "P", "1", "LA", "I;16"):
        drawn = BytesIO()
        Image.new(mode, (40, 40)).save(drawn, "PNG")
        assert opened(clean_picture(drawn.getvalue())).size == (40, 40)


def test_what_phones_write_as_two_pictures_in_one_is_the_first() -> None:
    drawn = BytesIO()
    first, second = (Image.new("RGB", (60, 40), colour) for colour in ("red", "blue"))
    first.save(drawn, "MPO", save_all=True, append_images=[second])
    assert Image.open(BytesIO(drawn.getvalue())).format == "MPO"
    picture = opened(clean_picture(drawn.getvalue()))
    assert (picture.format, picture.size) == ("JPEG", (60, 40))
    assert picture.getpixel((5, 5))[0] > 200  # type: ignore[index]
    assert clean_upload(drawn.getvalue()).media_type == "image/jpeg"


def test_which_picture_a_form_names() -> None:
    kept, new = "a" * 64, clean_picture(photo())
    chosen = Chosen({"foto": new})
    assert chosen.value_of("foto", {"keep-foto": kept, "drop-foto": "y"}) == [digest_of(new)]
    assert Chosen().value_of("foto", {"foto": "ya", "keep-foto": kept}) == [kept]
    assert Chosen().value_of("foto", {"keep-foto": kept, "drop-foto": "y"}) == []
    for junk in ("", "ya", "../../etc", kept.upper(), kept + "\n", "g" * 64):
        assert Chosen().value_of("foto", {"keep-foto": junk}) == []
        assert not is_digest(junk)

"""Pictures are compared where they can be, and renewed where that was asked for."""

from pathlib import Path

from PIL import Image
import pytest

from .pictures import NOTE, NOTICEABLE, Album, look_alike, share_of_difference

SIZE = (100, 50)
WHITE = (255, 255, 255)
BROWSER = "Chrome/1.2.3.4"
OTHER = "Chrome/1.2.3.5"


def draw(
    path: Path,
    black: int = 0,
    *,
    size: tuple[int, int] = SIZE,
    ink: tuple[int, int, int] = (0, 0, 0),
) -> Path:
    """Make a white picture with so many pixels of ink."""
    path.parent.mkdir(exist_ok=True)
    picture = Image.new("RGB", size, WHITE)
    for pixel in range(black):
        picture.putpixel((pixel % size[0], pixel // size[0]), ink)
    picture.save(path)
    return path


@pytest.fixture
def album(tmp_path: Path) -> Album:
    """Return an album with two pictures of one browser."""
    draw(tmp_path / "kept" / "card.png")
    draw(tmp_path / "kept" / "map.png", 100)
    album = Album(tmp_path / "kept")
    album.renew(album.folder, BROWSER)
    return album


@pytest.fixture
def taken(tmp_path: Path, album: Album) -> Path:
    """Return a folder in which the same pictures were taken again."""
    for path in album.folder.glob("*.png"):
        draw(tmp_path / "taken" / path.name, 100 if path.stem == "map" else 0)
    return tmp_path / "taken"


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(("black", "share"), [(0, 0), (1, 0.0002), (5000, 1)])
def test_the_share_of_other_pixels_is_counted(
    tmp_path: Path, black: int, share: float
) -> None:
    """Each pixel counts once, however many of its colours are other."""
    one, other = draw(tmp_path / "one.png"), draw(tmp_path / "other.png", black)

    assert share_of_difference(one, other) == share


@pytest.mark.parametrize(("black", "alike"), [(2, True), (3, False)])
def test_very_few_pixels_may_differ(tmp_path: Path, black: int, alike: bool) -> None:
    """Two of five thousand show the same still, three do not."""
    one, other = draw(tmp_path / "one.png"), draw(tmp_path / "other.png", black)

    assert look_alike(one, other) is alike


@pytest.mark.parametrize(("shade", "share"), [(NOTICEABLE, 0), (NOTICEABLE + 1, 1)])
@pytest.mark.parametrize("colour", range(3))
def test_a_shade_nobody_sees_is_no_difference(
    tmp_path: Path, colour: int, shade: int, share: float
) -> None:
    """In whichever colour."""
    red, green, blue = (255 - shade * (place == colour) for place in range(3))
    one = draw(tmp_path / "one.png")
    other = draw(tmp_path / "other.png", 5000, ink=(red, green, blue))

    assert share_of_difference(one, other) == share


def test_another_size_is_another_picture(tmp_path: Path) -> None:
    """Even where all that both show is the same."""
    one = draw(tmp_path / "one.png")
    other = draw(tmp_path / "other.png", size=(SIZE[0], SIZE[1] + 1))

    assert share_of_difference(one, other) == 1


def test_nothing_looks_like_a_picture_that_is_missing(tmp_path: Path) -> None:
    """Whichever of the two it is."""
    one = draw(tmp_path / "one.png")

    assert not look_alike(one, tmp_path / "other.png")
    assert not look_alike(tmp_path / "other.png", one)


def test_pictures_of_the_same_do_not_differ(album: Album, taken: Path) -> None:
    """All of them are there, and look alike."""
    assert album.differences(taken) == {}


def test_differences_are_told_by_name_and_share(album: Album, taken: Path) -> None:
    """Another look, another size, a new one and one that is not taken any more."""
    draw(taken / "map.png", 150)
    draw(taken / "phone.png")
    draw(album.folder / "tall.png", size=(SIZE[0], SIZE[1] * 2))
    draw(taken / "tall.png")
    (taken / "card.png").unlink()

    assert album.differences(taken) == {
        "card.png": "is not taken any more",
        "map.png": "differs in 1.00% of its pixels",
        "phone.png": "is new",
        "tall.png": "differs in 100.00% of its pixels",
    }


def test_comparing_writes_nothing(album: Album, taken: Path) -> None:
    """Whatever it finds."""
    draw(taken / "map.png")
    draw(taken / "phone.png")
    before = contents(album.folder)

    album.differences(taken)

    assert contents(album.folder) == before


def test_renewing_leaves_nothing_to_tell(album: Album, taken: Path) -> None:
    """What looks otherwise is kept, what is new too, and what was not taken is gone."""
    draw(taken / "map.png", 150)
    draw(taken / "phone.png")
    (taken / "card.png").unlink()

    album.renew(taken, OTHER)

    assert album.differences(taken) == {}
    assert contents(album.folder).keys() == {"map.png", "phone.png", NOTE}
    assert album.made_with == OTHER


def test_renewing_leaves_alone_what_looks_alike(album: Album, taken: Path) -> None:
    """A pixel is no reason for a change of the checkout."""
    draw(taken / "map.png", 101)
    before = contents(album.folder)

    album.renew(taken, BROWSER)

    assert contents(album.folder) == before


def test_drawings_are_not_the_browser_s(album: Album, taken: Path) -> None:
    """What else is in the folder stays there, and is not missed."""
    drawing = album.folder / "day.svg"
    drawing.write_text("<svg/>")

    album.renew(taken, BROWSER)

    assert album.differences(taken) == {}
    assert drawing.exists()


def test_an_album_without_a_note_was_made_by_nobody(tmp_path: Path) -> None:
    """So nothing can be compared with it."""
    assert Album(tmp_path).made_with is None


def test_a_check_passes_where_nothing_differs(album: Album, taken: Path) -> None:
    """The browser is the one that made what is kept."""
    album.check(taken, BROWSER, renew=False)


def test_a_check_tells_what_differs_and_what_to_do(album: Album, taken: Path) -> None:
    """By name and share, where to look, and how to renew."""
    draw(taken / "map.png", 150)

    with pytest.raises(AssertionError) as failure:
        album.check(taken, BROWSER, renew=False)

    text = str(failure.value)
    assert "map.png differs in 1.00% of its pixels" in text
    assert "card.png" not in text
    assert str(taken) in text
    assert "scripts/test --renew" in text


@pytest.mark.parametrize("noted", [True, False])
def test_another_browser_s_pictures_are_not_compared(
    album: Album, taken: Path, noted: bool
) -> None:
    """However they look; the run says so, and writes nothing."""
    draw(taken / "map.png", 150)
    if not noted:
        (album.folder / NOTE).unlink()
    before = contents(album.folder)

    with pytest.warns(UserWarning, match=f"No picture was compared.*{OTHER}"):
        album.check(taken, OTHER, renew=False)

    assert contents(album.folder) == before


def test_a_check_renews_with_another_browser_too(album: Album, taken: Path) -> None:
    """What it made is what is compared from then on."""
    draw(taken / "map.png", 150)

    album.check(taken, OTHER, renew=True)
    album.check(taken, OTHER, renew=False)

    assert album.made_with == OTHER

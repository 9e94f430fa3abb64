"""Archives and XML from strangers: what is opened, what is refused."""

from __future__ import annotations

import codecs

import pytest
from handmade import pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.readers.archive import Archive, Limits, decoded, parse_xml

CENTRAL = b"PK\x01\x02"  # a member's record in the archive's table of contents


def refused(path, *limits):
    with pytest.raises(DataError) as caught:
        Archive(path, *limits)
    return str(caught.value)


def patched(path, *changes):
    """The file with bytes changed, each at an offset from the first member's central record."""
    content = bytearray(path.read_bytes())
    for offset, value in changes:
        content[content.index(CENTRAL) + offset] = value
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("asked", ["sources/a.txt", "SOURCES/A.TXT", "./Sources/a.txt"])
def test_a_member_is_found_whatever_the_case_of_its_name(tmp_path, asked):
    with Archive(pack(tmp_path / "x.qdpx", {"Sources/A.txt": "hello"})) as archive:
        assert archive.read(archive.find(asked)) == b"hello"


def test_backslashes_in_names_are_folders(tmp_path):
    with Archive(pack(tmp_path / "x.qdpx", {"sources\\a.txt": "hello"})) as archive:
        assert archive.find("sources/a.txt") is not None


def test_a_member_that_is_not_there_is_none(tmp_path):
    with Archive(pack(tmp_path / "x.qdpx", {"a.txt": ""})) as archive:
        assert archive.find("b.txt") is None


def test_members_with_an_ending_come_top_folder_first(tmp_path):
    names = ["deep/er/a.qde", "z.QDE", "deep/b.qde", "a.txt"]
    with Archive(pack(tmp_path / "x.qdpx", dict.fromkeys(names, ""))) as archive:
        found = [i.filename for i in archive.ending(".qde")]
    assert found == ["z.QDE", "deep/b.qde", "deep/er/a.qde"]


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/x", "C:/x", "..\\x", "\\x", "sources/.."]
)
def test_a_path_that_leads_outside_is_refused(tmp_path, name):
    path = pack(tmp_path / "x.qdpx", {"project.qde": "", name: "gotcha"})
    assert "leads outside" in refused(path)


@pytest.mark.parametrize("name", ["a..b.txt", "..a.txt", "sources/...txt", "interview 1: x.txt"])
def test_dots_and_colons_inside_a_name_lead_nowhere(tmp_path, name):
    with Archive(pack(tmp_path / "x.qdpx", {name: "hello"})) as archive:
        assert archive.read(archive.find(name)) == b"hello"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = pack(tmp_path / "bomb.qdpx", {"sources/a.txt": bytes(11_000_000)}, compress=True)
    assert bomb.stat().st_size < 20_000
    assert refused(bomb).startswith("bomb.qdpx: sources/a.txt would unpack to more than is safe")


@pytest.mark.parametrize(
    ("limits", "complaint"),
    [
        (Limits(members=1), "holds 2 files"),
        (Limits(total_size=2999), "would unpack to 3000 bytes"),
        (Limits(member_size=1999), "b.txt would unpack"),
    ],
)
def test_one_beyond_a_limit_is_refused(tmp_path, limits, complaint):
    path = pack(tmp_path / "x.qdpx", {"a.txt": bytes(1000), "b.txt": bytes(2000)})
    assert complaint in refused(path, limits)


def test_exactly_at_the_limits_is_opened(tmp_path):
    path = pack(tmp_path / "x.qdpx", {"a.txt": bytes(1000), "b.txt": bytes(2000)})
    limits = Limits(members=2, total_size=3000, member_size=2000, ratio=1, ratio_applies_above=0)
    with Archive(path, limits) as archive:
        assert len(archive.names) == 2


def test_a_password_is_named_as_the_reason(tmp_path):
    path = patched(pack(tmp_path / "x.qdpx", {"project.qde": "secret"}), (8, 1))
    assert refused(path) == (
        "x.qdpx: the archive is protected by a password. Export it again without one."
    )


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x05\x06", bytes(500)])
def test_what_is_not_a_zip_is_refused(tmp_path, content):
    path = tmp_path / "x.qdpx"
    path.write_bytes(content)
    assert refused(path).startswith("x.qdpx: the archive is damaged or is not a zip file")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((10, 8), id="said to be deflated"),
        pytest.param((10, 12), id="said to be bzip2"),
        pytest.param((10, 14), id="said to be LZMA"),
        pytest.param((10, 99), id="said to be of an unknown method"),
        pytest.param((16, 0), id="another checksum"),
        pytest.param((24, 3), id="said to be shorter"),
        pytest.param((46, ord("q")), id="another name than its own header says"),
        pytest.param((42, 250), id="said to begin beyond the end"),
    ],
)
def test_a_member_that_is_not_as_the_table_says_is_damaged(tmp_path, change):
    path = patched(pack(tmp_path / "x.qdpx", {"project.qde": "<Project/>" * 5}), change)
    with pytest.raises(DataError, match=r"^x\.qdpx: ") as caught, Archive(path) as archive:
        archive.read(next(iter(archive.names.values())))
    assert "damaged" in str(caught.value)


def test_a_member_with_broken_lzma_settings_is_damaged(tmp_path):
    # Zip's LZMA header: version (2 bytes), length of the settings (5, 0), the settings.
    path = pack(tmp_path / "x.qdpx", {"project.qde": b"\x09\x04\x05\x00" + b"\xff" * 40})
    with Archive(patched(path, (10, 14))) as archive, pytest.raises(DataError, match="damaged"):
        archive.read(archive.find("project.qde"))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_archive_cut_short_anywhere_is_refused(tmp_path, data):
    path = pack(tmp_path / "x.qdpx", {"project.qde": "<Project/>", "sources/a.txt": "hello"})
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert refused(path).startswith("x.qdpx: ")


BOMB = (
    '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><Project name="&d;">&d;</Project>'
)


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(BOMB, id="entities that multiply"),
        pytest.param("<!DOCTYPE Project><Project/>", id="a bare DOCTYPE"),
        pytest.param('<!DOCTYPE p SYSTEM "p.dtd"><Project/>', id="a DTD of its own"),
        pytest.param("<Project><Codes></Project>", id="tags that cross"),
        pytest.param("<Project>&nbsp;</Project>", id="an unknown entity"),
        pytest.param("", id="nothing"),
        pytest.param("<Project/><Project/>", id="two roots"),
        pytest.param("<p>" * 2000 + "</p>" * 2000, id="nested 2,000 deep"),
        pytest.param('<?xml version="1.0" encoding="klingon"?><p/>', id="unknown encoding"),
    ],
)
def test_unsafe_or_broken_xml_is_refused_in_one_sentence(tmp_path, xml):
    with pytest.raises(DataError, match=r"^x.qdpx: the project inside it ") as caught:
        parse_xml(tmp_path / "x.qdpx", xml.encode())
    assert "\n" not in str(caught.value)


def test_an_external_entity_reads_no_file_of_this_machine(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    xml = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]><Project>&x;</Project>'
    with pytest.raises(DataError) as caught:
        parse_xml(tmp_path / "x.qdpx", xml.encode())
    assert "the secret" not in str(caught.value)


def test_comments_and_processing_instructions_are_left_out(tmp_path):
    root = parse_xml(tmp_path / "x.qdpx", b"<Project><!-- c --><?pi?><Codes/></Project>")
    assert [child.tag for child in root] == ["Codes"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_xml_is_read_in_the_encoding_it_declares(tmp_path, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?><Project name="Siân"/>'
    assert parse_xml(tmp_path / "x.qdpx", xml.encode(encoding)).get("name") == "Siân"


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        (b"", "", "UTF-8"),
        ("Tŷ bach 😀".encode(), "Tŷ bach 😀", "UTF-8"),
        (codecs.BOM_UTF8 + b"yes", "\ufeffyes", "UTF-8"),
        (codecs.BOM_UTF16_LE + "tŷ".encode("utf-16-le"), "\ufefftŷ", "UTF-16"),
        (codecs.BOM_UTF16_BE + "tŷ".encode("utf-16-be"), "\ufefftŷ", "UTF-16"),
        ("Diolch".encode("utf-16-le"), "Diolch", "UTF-16"),
        ("Diolch".encode("utf-16-be"), "Diolch", "UTF-16"),
        # é is E9; both lengths, because an even number of bytes decodes as UTF-16 too.
        (b"Caf\xe9 no", "Café no", "windows-1252"),
        (b"Caf\xe9 no!", "Café no!", "windows-1252"),
        (b"\x93so\x94", "“so”", "windows-1252"),
        # 81 is no character of windows-1252.
        (b"a\x81b", "a\ufffdb", "windows-1252"),
    ],
)
def test_a_text_is_decoded_by_what_its_bytes_show(content, text, encoding):
    assert decoded(content) == (text, encoding)


def test_a_member_without_a_name_is_refused(tmp_path):
    path = pack(tmp_path / "x.qdpx", {"a": "hello"})
    # Its name begins 46 bytes into its record, and is cut at a zero byte.
    assert "it holds a file without a name" in refused(patched(path, (46, 0)))

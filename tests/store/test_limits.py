import pytest

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store.limits import DEFAULT_MAX_SIZE, MIB, AttachmentLimits

PICTURES_AND_PDF = {"image/*": [], "application/pdf": [".pdf"]}


def refusal(limits, *file):
    with pytest.raises(AttachmentRefusedError) as caught:
        limits.check(*file)
    return str(caught.value)


def test_by_default_every_type_may_have_100_mib():
    limits = AttachmentLimits()

    for mime_type in ("", "image/png", "nonsense", "application/x-anything"):
        limits.check("a", mime_type, 0)
        limits.check("a", mime_type, DEFAULT_MAX_SIZE)
    assert refusal(limits, "film.mov", "video/quicktime", 140 * MIB) == (
        "'film.mov' has 140 MB and at most 100 MB may be attached: choose a smaller file."
    )


@pytest.mark.parametrize(
    ("size", "most", "words"),
    [
        (101, 100, "has 101 bytes and at most 100 bytes may"),
        (2_000, 1_000, "has 2 KB and at most 1000 bytes may"),
        (1_600_000, MIB, "has 1.5 MB and at most 1 MB may"),
        (MIB + 1, MIB, "has 1,048,577 bytes and at most 1,048,576 bytes may"),
        (3 * 2**40, 2**30, "has 3 TB and at most 1 GB may"),
        (5_000 * 2**40, 2**30, "has 5000 TB and at most 1 GB may"),
    ],
)
def test_sizes_are_told_as_people_know_them(size, most, words):
    assert words in refusal(AttachmentLimits(max_size=most), "a", "", size)


def test_the_closest_pattern_says_how_large_a_file_may_be():
    limits = AttachmentLimits(max_size={"*": 1, "image/*": 2, "image/PNG": 3, "text/*": 4})

    for mime_type, most in {"image/png": 3, "image/gif": 2, "text/plain": 4, "video/mp4": 1, "": 1}.items():
        limits.check("a", mime_type, most)
        refusal(limits, "a", mime_type, most + 1)


def test_types_without_a_size_have_the_default():
    limits = AttachmentLimits(max_size={"image/*": 2})

    limits.check("a.pdf", "", DEFAULT_MAX_SIZE)
    refusal(limits, "a.pdf", "", DEFAULT_MAX_SIZE + 1)


def test_a_negative_size_is_refused():
    assert refusal(AttachmentLimits(), "a", "", -1) == "'a' has -1 bytes, which no file has."


def test_only_types_that_are_accepted_fit():
    limits = AttachmentLimits(accept=PICTURES_AND_PDF)

    for name, mime_type in [
        ("a.png", "image/png"),
        ("a", "IMAGE/X-Anything; q=1"),
        ("a.png", ""),
        ("a.PDF", "application/pdf"),
        ("a.pdf", "application/octet-stream"),
    ]:
        limits.check(name, mime_type, 1)
    assert refusal(limits, "a.zip", "application/zip", 1) == (
        "'a.zip' is of the type application/zip, and only images and PDF files may be attached (image/*, .pdf)."
    )
    assert "'a.txt' is of the type application/pdf" in refusal(limits, "a.txt", "application/pdf", 1)
    assert "'pdf' is of the type application/pdf" in refusal(limits, "pdf", "application/pdf", 1)
    assert "'a.exe' is of the type" in refusal(limits, "a.pdf/a.exe", "application/pdf", 1)


@pytest.mark.parametrize(
    ("accept", "words"),
    [
        ({"text/csv": ["csv", ".tsv"]}, "only CSV or TSV files may be attached (.csv, .tsv)"),
        ({"image/png": []}, "only PNG files may be attached (image/png)"),
        ({"audio/*": [], "video/*": [], "font/ttf": []}, "only audio files, videos and TTF files may be attached"),
        ({"application/vnd.x+json": []}, "only files of the type application/vnd.x+json may be attached"),
        ({"*": [".md", ".txt"]}, "only files may be attached (.md, .txt)"),
        ({"a/b": [".tar.gz"]}, "only files of the type a/b may be attached (.tar.gz)"),
    ],
)
def test_what_is_accepted_is_told_in_words(accept, words):
    assert words in refusal(AttachmentLimits(accept=accept), "a.exe", "application/x-msdownload", 1)


@pytest.mark.parametrize("pattern", ["*", "*/*", ""])
def test_everything_with_an_extension_may_be_accepted(pattern):
    limits = AttachmentLimits(accept={pattern: ["MD"]})

    limits.check("a.md", "application/x-anything", 1)
    refusal(limits, "amd", "text/markdown", 1)


def test_a_message_has_so_many_attachments_at_most():
    AttachmentLimits().check_count(10)
    with pytest.raises(AttachmentRefusedError, match="A message may have at most 10 files, and this one has 11"):
        AttachmentLimits().check_count(11)
    with pytest.raises(AttachmentRefusedError, match="at most 1 file, and"):
        AttachmentLimits(max_count=1).check_count(2)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"max_size": -1}, ValueError, "max_size=-1 lets nothing be attached"),
        ({"max_size": 0}, ValueError, "max_size=0 lets nothing"),
        ({"max_size": True}, TypeError, "max_size=True: pass a whole number of bytes"),
        ({"max_size": 1e6}, TypeError, "max_size=1000000.0: pass a whole number"),
        ({"max_size": "1 MB"}, TypeError, "max_size='1 MB': pass"),
        ({"max_size": {"image/*": None}}, TypeError, r"max_size\['image/\*'\]=None: pass"),
        ({"max_size": {".png": 1}}, ValueError, "max_size has the type '.png': write 'image/png'"),
        ({"max_size": {1: 1}}, TypeError, "max_size has the type 1: pass a str"),
        ({"max_count": 0}, ValueError, "max_count=0"),
        ({"max_count": None}, TypeError, "max_count=None: pass a whole number of attachments"),
        ({"accept": {}}, ValueError, "accept={} lets nothing"),
        ({"accept": "image/*"}, TypeError, r"accept='image/\*': pass a dict"),
        ({"accept": [".png"]}, TypeError, "pass a dict of types and their extensions"),
        ({"accept": {"png": []}}, ValueError, "accept has the type 'png'.* go with their type"),
        ({"accept": {"image/*/*": []}}, ValueError, "accept has the type"),
        ({"accept": {"image/png": ".png"}}, TypeError, r"accept\['image/png'\]='.png': pass a list"),
        ({"accept": {"image/png": None}}, TypeError, "pass a list"),
        ({"accept": {"image/png": [1]}}, TypeError, "has the extension 1"),
        ({"accept": {"image/png": ["*.png"]}}, ValueError, r"has the extension '\*.png': write it as in '.pdf'"),
        ({"accept": {"image/png": ["."]}}, ValueError, r"has the extension '\.'"),
    ],
)
def test_limits_that_make_no_sense_are_named(given, error, words):
    with pytest.raises(error, match=words):
        AttachmentLimits(**given)


def test_a_message_has_so_many_bytes_at_most():
    assert AttachmentLimits(max_size=10, max_count=3).most_of_a_message() == 30
    assert AttachmentLimits(max_size={"image/*": 5}, max_count=2).most_of_a_message() == 2 * DEFAULT_MAX_SIZE
    large = AttachmentLimits(max_size={"video/*": 2 * DEFAULT_MAX_SIZE, "*": 5}, max_count=2)
    assert large.most_of_a_message() == 4 * DEFAULT_MAX_SIZE


def test_limits_are_written_in_one_way_and_stay_as_they_are():
    accept = {"Image/*": ["PNG", ".Jpg"]}
    limits = AttachmentLimits(max_size={"IMAGE/*": 1}, accept=accept)
    accept["text/*"] = []

    assert limits == AttachmentLimits(max_size={"image/*": 1}, accept={"image/*": (".png", ".jpg")})

import pytest

from chatkit_notebook.ui.options import read_options


def test_the_defaults_are_those_of_the_official_element():
    wire = read_options({}).model_dump(mode="json", by_alias=True, exclude_none=True)
    assert wire["startScreen"] == {"prompts": []}
    assert wire["composer"] == {}
    assert wire["theme"]["colorScheme"] == "auto"
    assert "frameTitle" not in wire


def test_options_may_be_written_shortly():
    options = read_options({"theme": "dark", "disclaimer": "Check it.", "start_screen": {"prompts": ["Hi", "Ho"]}})
    assert options.theme.color_scheme == "dark"
    assert options.disclaimer.text == "Check it."
    assert [prompt.prompt for prompt in options.start_screen.prompts] == ["Hi", "Ho"]


def test_the_wires_spelling_is_accepted_too():
    assert read_options({"theme": {"colorScheme": "light"}}).theme.color_scheme == "light"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"hieght": 3}, "has no option 'hieght'. Did you mean 'height'?"),
        ({"stroe": 3}, "Did you mean 'store'?"),
        ({"HEIGHT": 3}, "Did you mean 'height'?"),
        ({"startScreen": {}}, "Did you mean 'start_screen'?"),
        ({"zzz": 3}, "Use one of "),
        ({"theme": {"colour_scheme": "dark"}}, "'theme.colour_scheme'. Did you mean 'color_scheme'?"),
        ({"header": {"title": {"txt": "x"}}}, "Did you mean 'text'?"),
    ],
)
def test_an_unknown_option_is_an_error_that_names_the_nearest_right_one(given, says):
    with pytest.raises(TypeError) as caught:
        read_options(given, also=("store",))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"theme": "purple"}, "theme.color_scheme='purple'"),
        ({"height": 10}, "ChatKit(height=10) does not fit: A height must be a whole number of pixels from 200"),
        ({"height": "tall"}, "CSS length such as '60vh'"),
        ({"height": "10px; background: url(x)"}, "height"),
        ({"start_screen": {"prompts": [{"prompt": "x", "icon": "no-such-icon"}]}}, "no-such-icon"),
        ({"composer": 3}, "composer=3"),
        ({"height": 199}, "height=199"),
        ({"height": True}, "height=True"),
        ({"height": "60vhx"}, "height='60vhx'"),
        ({"height": 400.5}, "height=400.5"),
        ({"theme": {"typography": {"base_size": 13}}}, "theme.typography.base_size=13"),
        ({"theme": {"typography": {"base_size": 19}}}, "theme.typography.base_size=19"),
        ({"theme": {"color": {"accent": {"primary": "red", "level": 4}}}}, "theme.color.accent.level=4"),
        ({"disclaimer": {}}, "disclaimer.text"),
    ],
)
def test_a_value_that_does_not_fit_is_named(given, says):
    with pytest.raises(ValueError) as caught:
        read_options(given)
    assert says in str(caught.value)


@pytest.mark.parametrize("height", [200, 1_000, "60vh", "12.5em", "100%"])
def test_a_height_that_fits_is_taken_as_it_is(height):
    assert read_options({"height": height}).height == height


@pytest.mark.parametrize("size", [14, 18])
def test_the_least_and_the_largest_size_of_letters_fit(size):
    options = read_options({"theme": {"typography": {"base_size": size}}})
    assert options.theme.typography.base_size == size


def test_short_forms_may_be_written_out():
    options = read_options(
        {
            "theme": {"color_scheme": "dark", "radius": "sharp"},
            "disclaimer": {"text": "Check it.", "high_contrast": True},
            "start_screen": {"prompts": [{"label": "Greet", "prompt": "Hi", "icon": "sparkle"}]},
        }
    )
    assert (options.theme.color_scheme, options.theme.radius) == ("dark", "sharp")
    assert (options.disclaimer.text, options.disclaimer.high_contrast) == ("Check it.", True)
    assert options.start_screen.prompts[0].label == "Greet"


@pytest.mark.parametrize(
    "domains", [[], ["example.com"], ["a.example", "b.example"], ["localhost"], ["bücher.example"]]
)
def test_the_domains_of_pictures_reach_the_views(domains):
    assert read_options({"allowed_image_domains": domains}).model_dump(by_alias=True)["allowedImageDomains"] == domains


@pytest.mark.parametrize("domains", ["example.com", None, 3, [3], [None], {"example.com": True}])
def test_the_domains_of_pictures_are_a_list_of_str(domains):
    with pytest.raises(ValueError, match="allowed_image_domains"):
        read_options({"allowed_image_domains": domains})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"frame_title": "a\ud83d"}, "a\ufffd"),
        ({"disclaimer": "\ude00b"}, "\ufffdb"),
        ({"start_screen": {"greeting": "\ud83d\ude00"}}, "😀"),
        ({"start_screen": {"prompts": ["\udcffx"]}}, "\ufffdx"),
        ({"header": {"title": {"text": "🇫\ud83c"}}}, "🇫\ufffd"),
        ({"composer": {"placeholder": "\ude00\ud83d"}}, "\ufffd\ufffd"),
    ],
)
def test_texts_that_no_utf8_can_hold_are_repaired(given, kept):
    wire = read_options(given).model_dump_json(by_alias=True, exclude_none=True)
    assert f'"{kept}"' in wire


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"start_screen": {"prompts": 3}}, "ChatKit(start_screen.prompts=3) does not fit: it must be a list."),
        ({"allowed_image_domains": "a"}, "ChatKit(allowed_image_domains='a') does not fit: it must be a list."),
        ({"theme": {"color_scheme": 3}}, "it must be 'auto', 'light' or 'dark'."),
        ({"history": {"search": "yes please"}}, "it must be True or False."),
        ({"frame_title": ["x"]}, "ChatKit(frame_title=['x']) does not fit: it must be a str."),
        ({"disclaimer": {}}, "ChatKit() does not fit: disclaimer.text is missing in {}."),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(given, says):
    with pytest.raises(ValueError, match="does not fit") as caught:
        read_options(given)
    assert says in str(caught.value)

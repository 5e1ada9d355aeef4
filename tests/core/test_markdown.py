import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from core import markdown
from core.markdown import to_blocks, to_html, to_text


def test_paragraphs_emphasis_and_lists():
    source = "We will *publish* **all** of it:\n\n- maps\n- budgets"
    assert to_html(source) == (
        "<p>We will <em>publish</em> <strong>all</strong> of it:</p>\n<ul>\n<li>maps</li>\n<li>budgets</li>\n</ul>\n"
    )


def test_tables_name_their_columns():
    html = to_html("| Milestone | Date |\n| --- | --- |\n| Register open | June 2015 |")
    assert html == (
        '<table>\n<thead>\n<tr>\n<th scope="col">Milestone</th>\n<th scope="col">Date</th>\n</tr>\n</thead>\n'
        "<tbody>\n<tr>\n<td>Register open</td>\n<td>June 2015</td>\n</tr>\n</tbody>\n</table>\n"
    )


def test_raw_html_is_shown_as_typed():
    assert to_html("<b onclick=alert(1)>hello</b>") == "<p>&lt;b onclick=alert(1)&gt;hello&lt;/b&gt;</p>\n"


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://example.org", "mailto:a@example.org", "/plans/uk/", "#part", "page/2"]
)
def test_links_that_lead_somewhere(address):
    assert to_html(f"[here]({address})") == f'<p><a href="{address}" rel="nofollow noopener">here</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//elsewhere.example",
    ],
)
def test_links_that_do_not(address):
    assert "<a" not in to_html(f"[here]({address})")


def test_a_picture_becomes_its_words():
    assert to_html('![A map & a "plan" <x>](https://tracker.example/a.png)') == (
        '<p>A map &amp; a "plan" &lt;x&gt;</p>\n'
    )


def test_headings_start_where_the_page_says_and_never_skip():
    source = "# One\n\n#### Two\n\n###### Three\n\n## Again\n\n# Last"
    assert to_html(source, heading_level=3) == (
        "<h3>One</h3>\n<h4>Two</h4>\n<h5>Three</h5>\n<h4>Again</h4>\n<h3>Last</h3>\n"
    )


def test_headings_that_start_deep_start_at_the_top():
    assert to_html("### Deep\n\n# Higher", heading_level=2) == "<h2>Deep</h2>\n<h2>Higher</h2>\n"


def test_headings_go_no_deeper_than_six():
    assert to_html("# a\n\n## b\n\n### c", heading_level=5) == "<h5>a</h5>\n<h6>b</h6>\n<h6>c</h6>\n"


def test_the_same_words_are_rendered_once(monkeypatch):
    rendered = []
    monkeypatch.setattr(markdown, "_render", lambda source, level: rendered.append(source) or f"<p>{source}</p>")
    assert [to_html("said only in this test"), to_html("said only in this test")] == [
        "<p>said only in this test</p>"
    ] * 2
    assert rendered == ["said only in this test"]


def test_plain_words():
    source = (
        "# Aim\n\nWe will *publish*\n[all](https://a.example) of it:\n\n"
        "- maps\n- ![a chart](x.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert to_text(source) == "Aim\nWe will publish all of it:\nmaps\na chart\na b\n1 2"


def test_the_filters():
    template = Template("{% load markdown_tags %}{{ body|markdown:2 }}{{ body|markdown_text }}{{ nothing|markdown }}")
    assert template.render(Context({"body": "# *Aim*", "nothing": None})) == "<h2><em>Aim</em></h2>\nAim"


@given(st.text(alphabet=st.sampled_from(list("<>\"'&;:/\\[]()!*_#`|-\n\t aAhrefjscipt=onx")), max_size=80))
@settings(max_examples=200, deadline=None)
def test_nothing_dangerous_comes_out_whatever_goes_in(source):
    html = markdown._render(source, 3).lower()
    for dangerous in ["<script", "<img", "<iframe", "<svg", 'href="javascript', 'href="data', 'href="//']:
        assert dangerous not in html


def test_blocks_are_the_same_html_with_the_place_each_comes_from():
    source = "One [a][1]\n\n- b\n\n- c\n\n[1]: https://example.org\n\n# Two\nthree\nfour"
    blocks = to_blocks(source)
    assert "".join(block.html for block in blocks) == to_html(source)
    assert [source[block.start : block.end] for block in blocks] == [
        "One [a][1]",
        "- b\n\n- c",
        "# Two",
        "three\nfour",
    ]

import json

import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan
from publications import planfile
from tests.publications.test_planfile import SMALL, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(SMALL))
    return path


def test_import_then_export(file, tmp_path, capsys):
    call_command("import_plan", str(file))
    assert capsys.readouterr().out == "xx-2020: imported, 1 commitments\n"
    call_command("export_plan", "xx-2020", output=tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_bytes()) == SMALL
    call_command("import_plan", str(tmp_path / "out.json"))
    assert capsys.readouterr().out == "xx-2020: is here already and says the same\n"
    call_command("export_plan", "xx-2020")
    assert capsys.readouterr().out.encode() == (tmp_path / "out.json").read_bytes()


def test_wrong_file_is_refused_whole_with_the_path(file):
    file.write_text(json.dumps(small(**{"commitments.0.theme": "Water"})))
    with pytest.raises(CommandError, match=r"\$\.commitments\[0\]\.theme: “Water” is not among the themes"):
        call_command("import_plan", str(file))
    assert Plan.objects.filter(slug="xx-2020").exists() is False


def test_render_writes_the_draft_and_says_so(file, tmp_path, capsys):
    planfile.load(planfile.read(SMALL), by=None)
    call_command("render_plan", "xx-2020", output=tmp_path / "x.pdf")
    assert "working draft" in capsys.readouterr().out
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("command", ["export_plan", "render_plan"])
def test_unknown_plan_is_said(command, tmp_path):
    with pytest.raises(CommandError, match="There is no plan nowhere"):
        call_command(command, "nowhere", output=tmp_path / "x")

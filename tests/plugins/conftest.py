"""The small network to report on, and packages with plugins that are installed for one test."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.projections.bases import Base, copied
from tests.projections.society import tell

Install = Callable[..., None]

METADATA = "Metadata-Version: 2.1\nName: {package}\nVersion: 1.2.0\n"
REPORTING = """
from epex.plugins import Document, Report, Sentence, hookimpl

def build(queries, options):
    return Document(report={name!r}, title=Sentence(text={name!r}), handling=Sentence(text="Public."), page=())

@hookimpl
def epex_reports():
    return [Report(name={name!r}, summary="Say something.", build=build)]
"""


def left_behind(folder: Path, plugin: str, source: str, package: str) -> str:
    """Put a package that offers one plugin into a folder, the way pip would leave it behind; give its module's name."""
    module = package.replace("-", "_")
    info = folder / f"{module}-1.2.0.dist-info"
    info.mkdir(parents=True)
    info.joinpath("METADATA").write_text(METADATA.format(package=package), "utf-8")
    info.joinpath("entry_points.txt").write_text(f"[epex]\n{plugin} = {module}\n", "utf-8")
    folder.joinpath(f"{module}.py").write_text(source, "utf-8")
    return module


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Tell the story of the small network of three organisations once."""
    base = Base(tmp_path_factory.mktemp("told"))
    tell(base)
    yield base
    base.close()


@pytest.fixture
def small(told: Base, tmp_path: Path) -> Iterator[Base]:
    """Give the small network, to record more in."""
    base = copied(told, tmp_path)
    yield base
    base.close()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package that offers one plugin."""
    monkeypatch.syspath_prepend(str(tmp_path))
    modules: list[str] = []

    def write(plugin: str, source: str, package: str = "") -> None:
        modules.append(left_behind(tmp_path, plugin, source, package or f"epex-{plugin}"))

    yield write
    for module in modules:
        sys.modules.pop(module, None)


@pytest.fixture
def install_reporting(install: Install) -> Callable[[str], None]:
    """Install a plugin that works; its report has its own name."""
    return lambda name: install(name, REPORTING.format(name=name))


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> KnowledgeBase:
    """Give the demo to read from."""
    return KnowledgeBase.open(demo_folder)


@pytest.fixture
def base(demo_folder: Path, tmp_path: Path) -> KnowledgeBase:
    """Give a copy of the demo to write to."""
    shutil.copytree(demo_folder, tmp_path / "base")
    return KnowledgeBase.open(tmp_path / "base")

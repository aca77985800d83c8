"""The notebooks are tested as everything else is; what takes long is tested on demand, `python3 run.py test --slow`."""

import pytest

import tests  # noqa: F401


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the tests marked slow, too")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("slow") and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="takes long: --slow runs it"))

"""The notebooks are tested as everything else is."""

import tests  # noqa: F401

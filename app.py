"""The chat: Streamlit runs this file, `ui/` draws it. Start it with `inspection-qa chat`."""

import sys

from settings import Settings
from ui.page import draw

draw(Settings.from_environment(), demo="--demo" in sys.argv[1:])

"""The chat: Streamlit runs this file, `ui/` draws it. Start it with `inspection-qa chat`."""

from ingest.isolation.import_path import leave_current_folder

leave_current_folder()

# isort: split
import sys

from settings import Settings
from ui.site import draw

draw(Settings.from_environment(), demo="--demo" in sys.argv[1:])

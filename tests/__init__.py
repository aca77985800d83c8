"""All tests. No progress bars in them, since whether one appears depends on the machine, and no record of answers."""

import os

os.environ["TQDM_DISABLE"] = "1"  # read by tqdm in whatever process is started from here
os.environ["LESSONS_PROGRESS"] = "off"

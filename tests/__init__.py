"""All tests. No progress bars in them, since whether one appears depends on the machine."""

import os

os.environ["TQDM_DISABLE"] = "1"  # read by tqdm in whatever process is started from here

"""``python -m compendium``."""

import sys

from compendium.steady import begin_steadily

begin_steadily(sys.argv[1:], sys.orig_argv[1:])

from compendium.cli import main  # noqa: E402

raise SystemExit(main())

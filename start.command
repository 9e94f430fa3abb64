#!/bin/sh
# macOS: double-click in the Finder. The first time: right-click, Open, since nobody has signed it.
exec /bin/sh "$(dirname "$0")/start.sh" "$@"

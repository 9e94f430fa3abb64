"""Files that come out byte for byte the same: .sav, .qdpx, .qdc, .xlsx, CSV, Word; ``private/``."""

"""What charts are drawn with: a sheet in inches, lines of text, points with intervals."""

"""Pages that keep up with what is edited: built anew as files change, reloaded in the browser."""

"""Every public file searched for people who withdrew: unpacked, read, held against their words."""

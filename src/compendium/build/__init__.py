"""What there is to build and why, Papermill, publishing, and what looks all pages over."""

"""A report on paper: PDF, Word, a funder's single page, of the body that the page is made of."""

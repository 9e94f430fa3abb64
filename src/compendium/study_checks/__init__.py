"""What is wrong with a study's definitions, all at once; a module for each part of the folder."""
